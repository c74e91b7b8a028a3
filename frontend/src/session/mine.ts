/** What the person who is logged in may do. */
import { type QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import type { Permission } from "@/api/permission";
import type { components } from "@/api/schema";
import { askMine } from "./askMine";
import { namesClaim, textClaim } from "./jwt";
import { useSession } from "./SessionContext";

export type Mine = components["schemas"]["MyPermissions"] & {
  /** Why an API could not be asked what is held there, where each has to be. */
  failure?: Error;
  /** The server's mark of this answer, by which it is asked for again. */
  etag?: string;
};
export const MINE_KEY = ["me", "permissions"] as const;

/** What somebody else may do, while the page is drawn as they would see it; else null. It changes
 * what is shown and nothing more: every request still goes out with the person's own token. */
export const SeenContext = createContext<Mine | null>(null);

/** What the page is drawn by: what the person may do, or the one they look through the eyes of. */
export function useMine(): UseQueryResult<Mine> {
  const own = useOwn();
  const seen = use(SeenContext);
  return seen && own.data ? { ...own, data: seen } : own;
}

/** What the person who is logged in may do, whoever's eyes they look through. */
export function useOwn(): UseQueryResult<Mine> {
  const { api, apiWith, noteHeld, config } = useSession();
  return useQuery({
    queryKey: MINE_KEY,
    queryFn: ({ signal, client }) =>
      askMine({ api, apiWith, noteHeld, config }, knownIn(client), signal),
    // The live tab asks whenever it is worth asking: by the second, on focus, back online.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What is known without asking. */
export function knownIn(client: QueryClient): Mine | undefined {
  return client.getQueryData<Mine>(MINE_KEY);
}

/** Unknown means no: while nothing is known, nothing is offered. */
export function can(mine: Mine | undefined, permission: Permission): boolean {
  return mine?.permissions.includes(permission) ?? false;
}

/** Whether the person may; for the buttons of a page. */
export function useCan(permission: Permission): boolean {
  return can(useMine().data, permission);
}

export interface Person {
  subject: string;
  name: string;
  roles: string[];
}

/** Who is here. Where the server has no directory, the ID token says it. */
export function usePerson(): Person {
  const { data: mine } = useOwn();
  const { idClaims, config } = useSession();
  const subject = mine?.subject ?? textClaim(idClaims, "sub") ?? "";
  return {
    subject,
    name: mine?.name ?? textClaim(idClaims, "name") ?? subject,
    roles: mine?.roles ?? namesClaim(idClaims, `${config.claimsNamespace}roles`) ?? [],
  };
}
