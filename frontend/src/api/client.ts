/** The typed client of the APIs, and how an answer becomes data or a Problem. */
import createFetchClient, { type Client } from "openapi-fetch";
import { addressFor } from "@/session/audience";
import type { Config } from "@/session/config";
import { Problem } from "@/session/problem";
import type { paths } from "./schema";

export type Api = Client<paths>;

/** `send` brings the access token; this file knows none. */
export function createApi(send: (request: Request) => Promise<Response>, config: Config): Api {
  return createFetchClient<paths>({
    baseUrl: window.location.origin,
    fetch: (request) => send(request),
    Request: requestOf(config),
  });
}

/** A Request made for the address that the strategy sends it to. One that is made already cannot
 * be moved without reading its body, which not every browser offers as a stream. */
function requestOf(config: Config): typeof Request {
  return class extends Request {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(input instanceof Request ? input : addressFor(String(input), config), init);
    }
  };
}

export interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws a Problem when it was refused. */
export async function dataOf<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new Problem(response, error);
  return data as Data;
}

/** A record with the version (ETag) it was read at, so that a change can say what it changes. */
export interface Versioned<Data> {
  value: Data;
  etag: string | null;
  /** What is to be said of this version, such as with whose change it was saved. */
  note?: string | null;
}

export async function versionedDataOf<Data>(
  answer: Promise<Answer<Data>>,
): Promise<Versioned<Data>> {
  const value = await dataOf(answer);
  const { response } = await answer;
  return { value, etag: response.headers.get("ETag") };
}

/** Headers that make the server refuse (412) a change to a version nobody here has seen. */
export function ifUnchanged(etag: string | null): Record<string, string> {
  return etag ? { "If-Match": etag } : {};
}
