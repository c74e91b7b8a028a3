/** A book's language and rating as people say them. */
import { i18n } from "@lingui/core";
import { plural, t } from "@lingui/core/macro";
import { formatCount, formatDecimal } from "@/ui/format";

interface Rated {
  average_rating?: number | null;
  ratings_count?: number;
}

export function ratingInWords({ average_rating, ratings_count = 0 }: Rated): string {
  if (average_rating === null || average_rating === undefined) return "";
  const rating = formatDecimal(average_rating, 2);
  return plural(ratings_count, {
    one: `${rating} of 5, from # rating`,
    other: `${rating} of 5, from # ratings`,
  });
}

/** "Rated 4 or more", "Rated 4.25 to 4.49". */
export function ratedInWords(from?: number, to?: number): string {
  const least = from === undefined ? "" : formatCount(from);
  const most = to === undefined ? "" : formatCount(to);
  if (!most) return t`Rated ${least} or more`;
  return least ? t`Rated ${least} to ${most}` : t`Rated ${most} or less`;
}

/** "English" for eng or en-US; the code itself when the browser does not know it. */
export function languageInWords(code: string): string {
  if (!code) return "";
  try {
    // "en-US" and "en-GB" are told apart, "eng" and "en" are the same language.
    return new Intl.DisplayNames(i18n.locale, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
