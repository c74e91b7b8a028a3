/** A warning before a permission is taken from the last who hold it. It is allowed; they should know. */
import { inWords } from "./inWords";

export function withoutHolderInWords(names: readonly string[]): string[] {
  return names.length > 0 ? [`Nobody would hold ${inWords(names)} any more.`] : [];
}
