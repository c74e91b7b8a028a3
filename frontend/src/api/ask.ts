/** Asks an address that schema.d.ts does not know yet; the caller says what it answers. Once the
 * schema has the APIs of people and roles, their api.ts ask as the others do and this goes away. */
import type { Answer, Api } from "./client";

interface Question {
  path?: Record<string, string>;
  query?: object;
  body?: object;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

type Ask = (address: string, options: object) => Promise<Answer<unknown>>;

export function ask<Data>(
  api: Api,
  operation: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/${string}`,
  { path, query, ...rest }: Question = {},
): Promise<Answer<Data>> {
  const [method = "GET", address = ""] = operation.split(" ");
  const asked = (api as unknown as Record<string, Ask>)[method] as Ask;
  return asked(address, { params: { path, query }, ...rest }) as Promise<Answer<Data>>;
}
