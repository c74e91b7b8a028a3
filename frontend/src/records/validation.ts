/** What can be said about a field before the server is asked. */

export function missingText(value: string, sentence: string): string | undefined {
  return value.trim() ? undefined : sentence;
}

/** An empty field is fine; only what stands there has to be a whole number. */
export function notWhole(value: string, sentence: string): string | undefined {
  return value.trim() === "" || /^\s*-?\d+\s*$/.test(value) ? undefined : sentence;
}

/** The checks that found something, by field. */
export function found<Field extends string>(
  checks: Partial<Record<Field, string | undefined>>,
): Partial<Record<Field, string>> {
  const entries = Object.entries(checks).filter(([, sentence]) => sentence);
  return Object.fromEntries(entries) as Partial<Record<Field, string>>;
}
