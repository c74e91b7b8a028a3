/** The API of roles: named sets of permissions, and who has them. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import { useCollection } from "@/records/collection";
import { forget, showSaved } from "@/records/recordQueries";
import { usePages } from "@/records/usePages";

export type Role = components["schemas"]["Role"];
export type Person = components["schemas"]["User"];
export type Member = components["schemas"]["Member"];

/** What is written down of a role; saved as a whole. */
export type RoleDraft = Pick<Role, "name" | "permissions">;

const PAGE_SIZE = 50;
const MOST_FOUND = 8;

export function useRoles() {
  return useCollection("roles");
}

export function useMembers(id: string) {
  const api = useApi();
  return usePages(["roles", "members", id], (cursor, signal) => {
    const query = { cursor, page_size: PAGE_SIZE };
    return dataOf(api.GET("/api/roles/{id}/members/", { params: { path: { id }, query }, signal }));
  });
}

/** Who has which role, as far as one page of people tells. */
export function useFirstPeople(enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "first"],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/users/", { params: { query: { page_size: PAGE_SIZE } }, signal })),
    enabled,
  }).data?.results;
}

/** Those who have a role, with what else they were given: as many as one request tells. */
export function usePeopleWithRole(role: string, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "with role", role],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/users/", { params: { query: { role, page_size: 100 } }, signal })),
    enabled,
  }).data?.results;
}

/** The first few people whom these words find; asked once there are any. */
export function useFoundPeople(search: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "found", search],
    queryFn: ({ signal }) => {
      const query = { search, page_size: MOST_FOUND };
      return dataOf(api.GET("/api/users/", { params: { query }, signal }));
    },
    placeholderData: keepPreviousData,
  });
}

/** What it would mean that the role gives exactly these; none, that it is deleted. */
export function useRolePreview(id: string, permissions: readonly string[], enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: ["roles", "preview", id, permissions],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { permissions: [...permissions] } };
      return dataOf(api.GET("/api/roles/{id}/preview/", { params, signal }));
    },
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** How a role is saved, and read again from the server itself. */
export function useChangeRole(id: string) {
  const roles = useRoles();
  const queryClient = useQueryClient();
  return {
    save: async (value: RoleDraft, etag: string | null) => {
      const saved = await roles.change(id, value, etag);
      await showSaved(queryClient, "roles", id, saved);
      forget(queryClient, ["roles", "all"], ["users"]);
      // It may be one's own role.
      void queryClient.invalidateQueries({ queryKey: ["me"] });
      return draftOf(saved);
    },
    latest: async () => draftOf(await roles.read(id)),
  };
}

/** Only what a person can change: the number of members is no conflict. */
export function draftOf({ value, etag }: { value: Role; etag: string | null }) {
  return { value: { name: value.name, permissions: value.permissions } satisfies RoleDraft, etag };
}
