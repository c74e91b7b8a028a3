/** Who has a role, as people's and roles' pages change it together. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { dataOf, ifUnchanged } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import { useCollection } from "@/records/collection";
import { forget } from "@/records/recordQueries";
import { cursorOf } from "@/records/usePages";

type Role = components["schemas"]["Role"];
export type RolePreview = components["schemas"]["RolePreview"];
export type Affected = components["schemas"]["Affected"];
export type MemberResult = components["schemas"]["MemberResult"];

/** Ids of people. */
export interface MembersChange {
  add: string[];
  remove: string[];
}

export interface MembersRequest extends MembersChange {
  /** The version of the role that was seen, where it was. */
  etag: string | null;
  /** Of people, by their ids: who is given otherwise by now is left as they are. */
  versions?: Record<string, string>;
}

/** As many the server takes at once. */
export const MOST_AT_ONCE = 100;

export function useMembersPreview(role: string, change: MembersChange) {
  const api = useApi();
  return useQuery({
    queryKey: ["roles", "members preview", role, change],
    queryFn: ({ signal }) => {
      const params = { path: { id: role }, query: change };
      return dataOf(api.GET("/api/roles/{id}/members/preview/", { params, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** Gives a role to people and takes it from others; what came of each is told. */
export function useChangeMembers(role: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ etag, ...body }: MembersRequest) => {
      const params = { path: { id: role } };
      const headers = ifUnchanged(etag);
      return dataOf(api.PATCH("/api/roles/{id}/members/", { params, body, headers }));
    },
    networkMode: "always",
    onSettled: () => {
      forget(queryClient, ["users"], ["roles"]);
      // It may have been about oneself.
      void queryClient.invalidateQueries({ queryKey: ["me"] });
    },
  });
}

/** Every role there is, for a choice among them. */
export function useAllRoles(enabled = true) {
  const { list } = useCollection("roles");
  return useQuery({
    queryKey: ["roles", "all"],
    queryFn: async ({ signal }) => {
      const roles: Role[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({}, cursor, signal);
        roles.push(...page.results);
        cursor = cursorOf(page.next);
      } while (cursor);
      return roles;
    },
    enabled,
  });
}
