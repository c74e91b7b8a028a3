/** The resources of this site, for pages that tell of the records of any. */
import { t } from "@lingui/core/macro";
import { createContext, use } from "react";
import { formatSome } from "@/ui/format";
import type { Resource } from "./resource";

export const ResourcesContext = createContext<readonly Resource[]>([]);

/** "films and books". */
export function useRecordsInWords(): string {
  const nouns = use(ResourcesContext).map(({ noun }) => noun.many);
  return nouns.length > 0 ? formatSome(nouns) : t`records`;
}

/** The resource that a record is of, by what the trail calls its kind: "movies.movie". */
export function useResourceOf(kind: string): Resource | undefined {
  const [name] = kind.split(".");
  return use(ResourcesContext).find((resource) => resource.name === name);
}
