/** Numbers as people write them. */

export function counted(count: number): string {
  return count.toLocaleString("en");
}

/** Years before our era are negative in the data. */
export function yearInWords(year: number | null | undefined): string {
  if (year === null || year === undefined) return "";
  return year < 0 ? `${-year} BC` : String(year);
}
