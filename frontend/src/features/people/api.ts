/** The API of people: who they are, and what they were given. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "@/api/ask";
import { type Api, dataOf, ifUnchanged, type Versioned, versionedDataOf } from "@/api/client";
import { cursorOf, type Page } from "@/api/pages";
import type { Permission } from "@/api/permission";
import { useApi } from "@/session/SessionContext";
import type { PeopleSearch } from "./search";

export interface Person {
  id: string;
  username: string;
  name: string;
  email: string;
  active: boolean;
  roles: string[];
  /** What was given directly, beside the roles. */
  permissions: Permission[];
}

export interface Held {
  name: Permission;
  /** Through which roles. */
  roles: string[];
  direct: boolean;
}

export interface PersonInFull extends Person {
  held: Held[];
}

export interface NewPerson extends Person {
  /** Where the person chooses a password, once; null where the provider does that itself. */
  link: string | null;
}

/** What was given to a person; saved as a whole. */
export type Grants = { roles: string[]; permissions: Permission[] };

export interface Role {
  id: string;
  name: string;
  permissions: Permission[];
  members: number;
}

export type PersonDraft = { name: string; email: string; active: boolean };
export type NewPersonDraft = { username: string; name: string; email: string };

const PAGE_SIZE = 50;

export function peopleOf(api: Api) {
  return {
    name: "people",
    list: (search: PeopleSearch, cursor: string | undefined, signal: AbortSignal) => {
      const query = { ...search, cursor, page_size: PAGE_SIZE };
      return dataOf(ask<Page<Person>>(api, "GET /api/users/", { query, signal }));
    },
    read: (id: string, signal?: AbortSignal) =>
      versionedDataOf(ask<PersonInFull>(api, "GET /api/users/{id}/", { path: { id }, signal })),
    change: (id: string, body: PersonDraft, etag: string | null) =>
      dataOf(
        ask<PersonInFull>(api, "PATCH /api/users/{id}/", {
          path: { id },
          body,
          headers: ifUnchanged(etag),
        }),
      ),
  };
}

export function usePeople() {
  return peopleOf(useApi());
}

export function useNewPeople() {
  const api = useApi();
  return {
    name: "people",
    create: (body: NewPersonDraft) => dataOf(ask<NewPerson>(api, "POST /api/users/", { body })),
  };
}

const readGrants = (api: Api, id: string, signal?: AbortSignal) =>
  versionedDataOf(ask<Grants>(api, "GET /api/users/{id}/grants/", { path: { id }, signal }));

export function useGrants(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["people", "grants", id],
    queryFn: ({ signal }) => readGrants(api, id, signal),
  });
}

/** How the grants of a person are saved, and read again from the server itself. */
export function useChangeGrants(id: string) {
  const api = useApi();
  const queryClient = useQueryClient();
  const sending = useMutation({
    mutationFn: ({ value, etag }: Versioned<Grants>) =>
      versionedDataOf(
        ask<Grants>(api, "PUT /api/users/{id}/grants/", {
          path: { id },
          body: value,
          headers: ifUnchanged(etag),
        }),
      ),
    networkMode: "always",
    onSuccess: (saved) => {
      queryClient.setQueryData(["people", "grants", id], saved);
      void queryClient.invalidateQueries({ queryKey: ["people", "one", id] });
      void queryClient.invalidateQueries({ queryKey: ["people", "list"] });
      void queryClient.invalidateQueries({ queryKey: ["roles"] });
      // It may have been about oneself.
      void queryClient.invalidateQueries({ queryKey: ["me"] });
    },
  });
  return {
    save: (value: Grants, etag: string | null) => sending.mutateAsync({ value, etag }),
    latest: () => readGrants(api, id),
  };
}

/** Every role there is, for a choice among them. */
export function useAllRoles(enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: ["roles", "all"],
    queryFn: ({ signal }) => allRoles(api, signal),
    enabled,
  });
}

async function allRoles(api: Api, signal: AbortSignal): Promise<Role[]> {
  const roles: Role[] = [];
  let cursor: string | undefined;
  do {
    const query = { cursor, page_size: PAGE_SIZE };
    const page = await dataOf(ask<Page<Role>>(api, "GET /api/roles/", { query, signal }));
    roles.push(...page.results);
    cursor = cursorOf(page.next);
  } while (cursor);
  return roles;
}
