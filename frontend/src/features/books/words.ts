/** A book's language and rating as people say them. */
import { formatCount } from "@/ui/format";

interface Rated {
  average_rating?: number | null;
  ratings_count?: number;
}

export function ratingInWords({ average_rating, ratings_count = 0 }: Rated): string {
  if (average_rating === null || average_rating === undefined) return "";
  const people = ratings_count === 1 ? "1 rating" : `${formatCount(ratings_count)} ratings`;
  return `${average_rating.toFixed(2)} of 5, from ${people}`;
}

/** "English" for eng or en-US; the code itself when the browser does not know it. */
export function languageInWords(code: string): string {
  if (!code) return "";
  try {
    // "en-US" and "en-GB" are told apart, "eng" and "en" are the same language.
    return new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
