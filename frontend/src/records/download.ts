/** Fetches a list as a file and has the browser save it. The token goes in a header, never in an address. */
import { type AuthorizedFetch, requestTo } from "@/session/authorizedFetch";
import type { Config } from "@/session/config";
import { problemIn } from "@/session/problem";
import type { Search } from "./collection";

/** What the API writes: a table, or a line of JSON for each row. */
export type Format = "csv" | "jsonl";

const MEDIA_TYPES: Record<Format, string> = { csv: "text/csv", jsonl: "application/jsonl" };

interface Download {
  /** The list below /api/, such as movies. */
  name: string;
  search: Search;
  format: Format;
  config: Config;
  fetch: AuthorizedFetch;
  signal: AbortSignal;
  /** Called with the bytes that have come and, where the server says so, how many there are. */
  onProgress: (received: number, total: number | null) => void;
}

export async function downloadList({ name, search, format, config, fetch, ...rest }: Download) {
  const { signal, onProgress } = rest;
  const asked = Object.entries({ ...search, format }).filter(([, value]) => value != null);
  const query = new URLSearchParams(asked.map(([key, value]) => [key, String(value)]));
  const response = await fetch(requestTo(`/api/${name}/?${query}`, config, { signal }));
  if (!response.ok) throw await problemIn(response);
  const total = Number(response.headers.get("Content-Length")) || null;
  const parts: BlobPart[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parts.push(part.value);
    received += part.value.length;
    onProgress(received, total);
  }
  save(new Blob(parts, { type: MEDIA_TYPES[format] }), `${name.replaceAll("/", "-")}.${format}`);
}

function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers begin to read only after this function is done.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
