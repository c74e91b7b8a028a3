/** A client of the APIs that only reads: whatever would change something is refused here. */
import type { Api } from "./client";

/** Nothing is changed while the person looks through somebody else's eyes. The message says so. */
export class LookingOnly extends Error {}

export function readOnly(api: Api, sentence: string): Api {
  const refuse = async () => {
    throw new LookingOnly(sentence);
  };
  const request = (method: string, ...rest: unknown[]) =>
    method.toLowerCase() === "get"
      ? (api.request as (...all: unknown[]) => unknown)(method, ...rest)
      : refuse();
  return {
    ...api,
    request,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
  } as unknown as Api;
}
