/** All that the map is drawn from: people, roles, and every permission there is. */

import { useQuery } from "@tanstack/react-query";
import { dataOf } from "@/api/client";
import { useApi } from "@/api/useApi";
import { cursorOf, type Page } from "@/records/usePages";
import { useAccess } from "@/session/useAccess";
import { usePermissions } from "@/session/usePermissions";
import { personName } from "@/ui/format";
import type { AccessData } from "./graph";

/** No map of more is of any use; who looks for somebody else searches. */
export const MOST_ROWS = 200;
const PAGE_SIZE = 100;

interface Some<Row> {
  rows: Row[];
  /** Whether there are more than were fetched. */
  isCut: boolean;
}

export function useAccessData(search: string | undefined) {
  const api = useApi();
  const { data: mine } = usePermissions();
  const { data: access } = useAccess();
  const people = useQuery({
    queryKey: ["users", "map", search],
    queryFn: ({ signal }) =>
      some((page) => {
        const query = { search, ...page };
        return dataOf(api.GET("/api/users/", { params: { query }, signal }));
      }),
    placeholderData: (before) => before,
  });
  const roles = useQuery({
    queryKey: ["roles", "map"],
    queryFn: ({ signal }) =>
      some((query) => dataOf(api.GET("/api/roles/", { params: { query }, signal }))),
  });
  const facts: AccessData | undefined = people.data &&
    roles.data && {
      people: labelled(people.data.rows).map((person) => ({
        ...person,
        roles: person.roles ?? [],
        permissions: person.permissions ?? [],
      })),
      roles: roles.data.rows,
      apis: mine?.resources ?? [],
      permissions: access?.permissions.map(({ name }) => name) ?? [],
    };
  return {
    facts,
    /** Who looks. */
    subject: mine?.subject,
    untold: people.data?.rows.filter(({ roles }) => roles === null).length ?? 0,
    isCut: people.data?.isCut || roles.data?.isCut || false,
    error: people.error ?? roles.error,
    retry: () => void Promise.all([people.refetch(), roles.refetch()]),
  };
}

/** Two people of one name are told apart by what they log in with. */
function labelled<Row extends { name: string; username: string }>(rows: readonly Row[]) {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(personName(row), (counts.get(personName(row)) ?? 0) + 1);
  return rows.map((row) => {
    const name = personName(row);
    return { ...row, label: counts.get(name) === 1 ? name : `${name} (${row.username})` };
  });
}

type ReadPage<Row> = (query: {
  cursor: string | undefined;
  page_size: number;
}) => Promise<Page<Row>>;

async function some<Row>(read: ReadPage<Row>): Promise<Some<Row>> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Row> = await read({ cursor, page_size: PAGE_SIZE });
    rows.push(...page.results);
    cursor = cursorOf(page.next);
  } while (cursor && rows.length < MOST_ROWS);
  return { rows, isCut: cursor !== undefined };
}
