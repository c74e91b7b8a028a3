/** The API says in English, with a code, what is wrong with a field; here the same in the language of who reads. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";

/** One entry of a problem's `field_errors`. */
export interface FieldError {
  field: string;
  code: string;
  detail: string;
  most?: string;
  least?: string;
  value?: string;
}

type Worded = (said: FieldError) => string;

const ofAnotherKind: Worded = () => t`This is not of the kind that belongs here.`;

const BY_CODE: Record<string, Worded> = {
  required: () => t`This is needed.`,
  empty: () => t`This is needed.`,
  empty_item: () => t`No entry may be empty.`,
  max_length: ({ most = "" }) => t`This may have at most ${most} characters.`,
  item_max_length: ({ most = "" }) => t`No entry may have more than ${most} characters.`,
  min_length: ({ least = "" }) => t`This must have at least ${least} characters.`,
  min_items: ({ least = "" }) => t`This must have at least ${least} entries.`,
  max_items: ({ most = "" }) => t`This may have at most ${most} entries.`,
  max_value: ({ most = "" }) => t`This may be ${most} at most.`,
  min_value: ({ least = "" }) => t`This must be ${least} at least.`,
  out_of_range: ({ least = "", most = "" }) => t`This must lie between ${least} and ${most}.`,
  max_digits: ({ most = "" }) => t`This may have at most ${most} digits.`,
  max_decimal_places: ({ most = "" }) => t`This may have at most ${most} digits after the point.`,
  max_whole_digits: ({ most = "" }) => t`This may have at most ${most} digits before the point.`,
  text: ofAnotherKind,
  boolean: ofAnotherKind,
  list: ofAnotherKind,
  list_of_texts: ofAnotherKind,
  object: ofAnotherKind,
  date_time: () => t`This must be a date and a time.`,
  time_zone: () => t`There is no such time in this time zone.`,
  date_out_of_range: () => t`This date is out of range.`,
  not_later: () => t`This must be later.`,
  unknown: () => t`This is not known here.`,
  read_only: () => t`This cannot be changed.`,
  integer: () => t`This must be a whole number.`,
  number: () => t`This must be a number.`,
  number_too_long: () => t`This number is too long.`,
  choice: ({ value = "" }) => t`“${value}” cannot be chosen here.`,
  web_address: () => t`This must be the address of a page.`,
  email: () => t`This must be an e-mail address.`,
  one_line: () => t`This must be one line of text.`,
  pattern: () => t`This is not written as it must be.`,
  not_text: () => t`This contains characters that do not belong into text.`,
  turns_direction: () => t`This contains characters that turn the direction of text.`,
  illegible: () => t`This contains a character that cannot be read.`,
  isbn: () => t`An ISBN has 10 or 13 digits; hyphens may stand between.`,
  isbn_check_digit: () => t`A digit of this ISBN is wrong.`,
  permission_name: () => t`This is the name of a permission, and would be taken for one.`,
  duplicate: () => t`This is there already.`,
  name_taken: () => t`This is there already.`,
};

/** The API's own sentence in English, which may name more, and where nobody has worded its code. */
export function fieldSentence(said: FieldError): string {
  return (i18n.locale !== "en" && BY_CODE[said.code]?.(said)) || said.detail;
}
