/** A book's language and rating as people say them. */
import { i18n } from "@lingui/core";
import { plural } from "@lingui/core/macro";
import { formatDecimal } from "@/ui/format";

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
