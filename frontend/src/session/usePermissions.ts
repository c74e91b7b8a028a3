/** What the person who is logged in may do. */
import { type QueryClient, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import { fetchPermissions } from "./fetchPermissions";
import { namesClaim, textClaim } from "./jwt";
import { useSession } from "./SessionContext";
import type { MyPermissions, Permission } from "./types";

export const PERMISSIONS_KEY = ["me", "permissions"] as const;

/** What somebody else may do, while the page is drawn as they would see it; else null. It changes
 * what is shown and nothing more: every request still goes out with the person's own token. */
export const PermissionsOverride = createContext<MyPermissions | null>(null);

/** What the page is drawn by: what the person may do, or the one they look through the eyes of. */
export function usePermissions(): UseQueryResult<MyPermissions> {
  const own = useOwnPermissions();
  const seen = use(PermissionsOverride);
  return seen && own.data ? { ...own, data: seen } : own;
}

/** What the person who is logged in may do, whoever's eyes they look through. */
export function useOwnPermissions(): UseQueryResult<MyPermissions> {
  const session = useSession();
  return useQuery({
    queryKey: PERMISSIONS_KEY,
    queryFn: ({ signal, client }) => fetchPermissions(session, cachedPermissions(client), signal),
    // The live tab asks whenever it is worth asking: by the second, on focus, back online.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** What is known without asking. */
export function cachedPermissions(client: QueryClient): MyPermissions | undefined {
  return client.getQueryData<MyPermissions>(PERMISSIONS_KEY);
}

/** Unknown means no: while nothing is known, nothing is offered. */
export function can(mine: MyPermissions | undefined, permission: Permission): boolean {
  return mine?.permissions.includes(permission) ?? false;
}

/** Whether the person may; for the buttons of a page. */
export function useCan(permission: Permission): boolean {
  return can(usePermissions().data, permission);
}

export interface Person {
  subject: string;
  name: string;
  /** Null where nobody tells this site. */
  roles: string[] | null;
}

/** Who is here. Where the server has no directory, the ID token says it. */
export function usePerson(): Person {
  const { data: mine } = useOwnPermissions();
  const { idClaims, config } = useSession();
  const subject = mine?.subject ?? textClaim(idClaims, "sub") ?? "";
  return {
    subject,
    name: mine?.name ?? textClaim(idClaims, "name") ?? subject,
    roles: mine?.roles ?? namesClaim(idClaims, `${config.claimsNamespace}roles`),
  };
}
