/** The former object while all its members are the same, so that nobody below is drawn anew. */
import { useMemo } from "react";

export function useSame<Members extends object>(members: Members): Members {
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the members, always as many
  return useMemo(() => members, Object.values(members));
}
