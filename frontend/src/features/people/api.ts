/** The API of people: who they are, and what they were given. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Api, dataOf, ifUnchanged, type Versioned, versionedDataOf } from "@/api/client";
import type { components } from "@/api/schema";
import { useApi } from "@/api/useApi";
import { useCollection } from "@/records/collection";
import { forget } from "@/records/recordQueries";
import type { Permission } from "@/session/types";

type Schemas = components["schemas"];

export type Person = Schemas["User"];
export type PersonInFull = Schemas["UserInFull"];
export type NewPerson = Schemas["NewUserAnswer"];
export type Held = Schemas["Held"];
export type Role = Schemas["Role"];
export type GrantHistory = Schemas["GrantHistory"];

/** What was given to a person; saved as a whole. `roles` are ids: names change hands. */
export type Grants = { roles: string[]; permissions: Permission[] };

/** A directory elsewhere tells of a few at a time what they were given. */
export function usePeople() {
  const isPartial = (person: Person) => person.roles === null;
  return { ...useCollection("users", "patch"), isPartial };
}

/** What somebody alone holds, and nobody would hold any more if they lost it. */
export function useSole(id: string, enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "sole", id],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/users/{id}/sole/", { params: { path: { id } }, signal })),
    enabled,
  });
}

/** When somebody last logged in, and whether with a second factor. */
export function useLogins(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "logins", id],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/users/{id}/logins/", { params: { path: { id } }, signal })),
  });
}

/** Who gave somebody what they hold, and when, as far as the audit trail tells. */
export function useGrantHistory(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "history", id],
    queryFn: ({ signal }) =>
      dataOf(api.GET("/api/users/{id}/grants/history/", { params: { path: { id } }, signal })),
  });
}

/** Shuts somebody out. Who they are is asked anew, and where their tickets counted. */
export function useSuspend(id: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => dataOf(api.POST("/api/users/{id}/suspend/", { params: { path: { id } } })),
    networkMode: "always",
    onSuccess: () => forget(queryClient, ["users"]),
  });
}

async function readGrants(api: Api, id: string, signal: AbortSignal | null = null) {
  const init = { params: { path: { id } }, signal };
  return grantsOf(await versionedDataOf(api.GET("/api/users/{id}/grants/", init)));
}

/** The OpenAPI document calls these permissions any text; an answer has only names there are. */
function grantsOf({ value, etag }: Versioned<Schemas["GrantsBody"]>): Versioned<Grants> {
  const roles = value.roles.map((role) => role.id);
  return { value: { roles, permissions: value.permissions as Permission[] }, etag };
}

export function useGrants(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["users", "grants", id],
    queryFn: ({ signal }) => readGrants(api, id, signal),
  });
}

/** How the grants of a person are saved, and read again from the server itself. */
export function useChangeGrants(id: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  return {
    save: async (value: Grants, etag: string | null) => {
      const body = { ...value, roles: value.roles.map((role) => ({ id: role })) };
      const params = { path: { id } };
      const headers = ifUnchanged(etag);
      const saved = grantsOf(
        await versionedDataOf(api.PUT("/api/users/{id}/grants/", { params, body, headers })),
      );
      await queryClient.cancelQueries({ queryKey: ["users"] });
      queryClient.setQueryData(["users", "grants", id], saved);
      forget(queryClient, ["users", "list"], ["users", "history", id], ["roles"]);
      // It may have been about oneself.
      void queryClient.invalidateQueries({ queryKey: ["me"] });
      // What the person holds by now is shown beside it, and it is saved only when that is so too.
      await queryClient.invalidateQueries({ queryKey: ["users", "one", id] });
      return saved;
    },
    latest: () => readGrants(api, id),
  };
}
