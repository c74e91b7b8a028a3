/** What the person who is logged in may do. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { Permission } from "@/api/permission";
import type { components } from "@/api/schema";
import { strategyOf } from "./audience";
import { completePermissions, heldAtEveryApi } from "./everyApi";
import { namesClaim, textClaim } from "./jwt";
import { useSession } from "./SessionContext";

export type Mine = components["schemas"]["MyPermissions"] & {
  /** Why an API could not be asked what is held there, where each has to be. */
  failure?: Error;
};
export const MINE_KEY = ["me", "permissions"] as const;

export function useMine(): UseQueryResult<Mine> {
  const { api, apiWith, noteHeld, config } = useSession();
  return useQuery({
    queryKey: MINE_KEY,
    queryFn: async ({ signal }) => {
      const mine = await dataOf(api.GET("/me/permissions", { signal }));
      if (!strategyOf(config).hasTokenPerApi) return mine;
      // The login's token opens no API. What counts is what a token fetched for each will carry.
      const whole = await completePermissions(mine, (audience) =>
        dataOf(apiWith(audience).GET("/me/permissions", { signal })),
      );
      noteHeld(whole);
      return { ...whole, permissions: heldAtEveryApi(whole) };
    },
    refetchOnWindowFocus: "always",
  });
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
  const { data: mine } = useMine();
  const { idClaims, config } = useSession();
  const subject = mine?.subject ?? textClaim(idClaims, "sub") ?? "";
  return {
    subject,
    name: mine?.name ?? textClaim(idClaims, "name") ?? subject,
    roles: mine?.roles ?? namesClaim(idClaims, `${config.claimsNamespace}roles`) ?? [],
  };
}
