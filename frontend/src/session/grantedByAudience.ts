/** What is known to be held at each audience, so that a token is asked with no more than that. */

export interface GrantedByAudience {
  note: (audience: string, permissions: readonly string[]) => void;
  /** Null while nothing is known. */
  at: (audience: string) => string[] | null;
  clear: () => void;
}

export function createGrantedByAudience(): GrantedByAudience {
  const known = new Map<string, string[]>();
  return {
    note: (audience, permissions) => known.set(audience, [...permissions]),
    at: (audience) => known.get(audience) ?? null,
    clear: () => known.clear(),
  };
}
