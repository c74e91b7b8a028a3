/** Reads filters from an address, where anybody may have typed anything. */

/** What a page reads of its address, and nothing else: what others add to it (?utm_source=…) is asked for
 * nowhere, and gone with the next change. */
export function only<Read extends object>(read: (raw: Record<string, unknown>) => Read) {
  return (raw: Record<string, unknown>): Read => ({
    ...Object.fromEntries(Object.keys(raw).map((name) => [name, undefined])),
    ...read(raw),
  });
}

export function textIn(raw: unknown): string | undefined {
  return typeof raw === "string" && raw.trim() ? raw : undefined;
}

export function numberIn(raw: unknown): number | undefined {
  const number = typeof raw === "string" && raw.trim() ? Number(raw) : raw;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function oneOf<Choice extends string>(
  raw: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  return choices.find((choice) => choice === raw);
}

/** Whether any filter narrows a list; an order does not. */
export function isNarrowed({ ordering, ...filters }: { ordering?: string | undefined }): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}
