/** Records and people by what they are called, of those lists that this person may see. */
import { t } from "@lingui/core/macro";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Answer, dataOf } from "@/api/client";
import { useApi } from "@/api/useApi";
import { useAllRoles } from "@/directory/api";
import type { Field } from "@/records/fields";
import { fieldValue } from "@/records/resource";
import type { Permission } from "@/session/types";
import { can, usePermissions } from "@/session/usePermissions";
import { fold, formatYear, personName } from "@/ui/format";
import { type Command, type CommandGroup, matching, wordsOf } from "./commands";
import { RESOURCES } from "./features";

/** Fewer letters find too much to be of any use. */
const LEAST_LETTERS = 2;
const MOST_ROWS = 5;

type Found = { id: number | string } & ({ title: string } | { name: string; username: string });

/** Which of a row's fields the search of its list looks into, beside what the row is called. */
type Looked = Record<string, Pick<Field, "kind" | "searched">>;

const OF_PEOPLE: Looked = {
  username: { kind: "line", searched: true },
  email: { kind: "email", searched: true },
};

export function useTitleSearch(typed: string): { groups: CommandGroup[]; isPending: boolean } {
  const request = useApi().request as (...all: unknown[]) => Promise<Answer<{ results: Found[] }>>;
  const mine = usePermissions().data;
  const navigate = useNavigate();
  const search = typed.trim();
  const lists = [
    ...RESOURCES.map(({ name, menu, resource }) => ({
      name: name as string,
      title: menu.label,
      to: `/${name}`,
      looked: resource.fields as Looked,
    })),
    { name: "users", title: t`People`, to: "/people", looked: OF_PEOPLE },
  ].filter(({ name }) => can(mine, `list:${name}` as Permission));
  const isEnough = search.length >= LEAST_LETTERS;
  const { data: roles = [] } = useAllRoles(isEnough && can(mine, "list:roles"));
  const rolesFound: CommandGroup = {
    title: t`Roles`,
    commands: roles.map(({ id, name }) => ({
      id: `roles ${id}`,
      label: name,
      run: () => void navigate({ to: can(mine, "read:roles") ? `/roles/${id}` : "/roles" }),
    })),
  };
  return useQueries({
    queries: lists.map(({ name }) => ({
      queryKey: [name, "palette", search],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const ask = async (more: object) => {
          const query = { search, page_size: MOST_ROWS, ...more };
          const answer = request("get", `/api/${name}/`, { params: { query }, signal });
          return (await dataOf(answer)).results;
        };
        if (name === "users") return ask({});
        // The usual order of a list may have many others before the titles that begin so.
        const starting = { ordering: "title", starting_at: search };
        const [next, usual] = await Promise.all([ask(starting), ask({})]);
        const first = next.filter((row) => "title" in row && beginsWith(row.title, search));
        const others = usual.filter(({ id }) => first.every((row) => row.id !== id));
        return [...first, ...others].slice(0, MOST_ROWS);
      },
      enabled: isEnough,
      staleTime: 30_000,
    })),
    combine: (answers) => ({
      isPending: answers.some(({ isLoading }) => isLoading),
      groups: calledSoFirst(search, [
        ...(isEnough ? matching([rolesFound], search) : []),
        ...lists.flatMap(({ name, title, to, looked }, at) => {
          const rows = answers[at]?.data ?? [];
          // Who may not read one of them is led to it in its list.
          const opens = can(mine, `read:${name}` as Permission);
          const commands = rows.map((row) => {
            const label = "title" in row ? row.title : personName(row);
            const place = opens ? { to: `${to}/${row.id}` } : { to, search: { search: label } };
            return {
              id: `${name} ${row.id}`,
              label,
              hint: hintOf(row, label, looked, search),
              run: () => void navigate(place as never),
            };
          });
          return commands.length > 0 ? [{ title, commands }] : [];
        }),
      ]),
    }),
  });
}

const beginsWith = (title: string, search: string) => fold(title).startsWith(fold(search));

/** Why a row was found that is called otherwise, such as by one of its cast; else its year. */
function hintOf(row: Found, label: string, looked: Looked, search: string): string {
  const others = wordsOf(search).filter((word) => !fold(label).includes(word));
  const names = Object.keys(looked);
  const name = names
    .filter((each) => looked[each]?.searched)
    .flatMap((each) => fieldValue(row, each))
    .map((text) => String(text ?? ""))
    .find((text) => others.some((word) => fold(text).includes(word)));
  if (name) return t`with ${name}`;
  const year = names.find((each) => looked[each]?.kind === "year");
  return year ? formatYear(fieldValue(row, year) as number | null) : "";
}

/** What begins as it was typed stands before what has it elsewhere, in its list and with its list. */
function calledSoFirst(search: string, groups: CommandGroup[]): CommandGroup[] {
  const beginning = fold(search);
  /** The whole begins so, one of its words does, or neither. */
  const place = ({ label }: Command) => {
    const called = fold(label);
    if (called.startsWith(beginning)) return 0;
    return called.includes(` ${beginning}`) ? 1 : 2;
  };
  const sorted = groups.map(({ title, commands }) => ({
    title,
    commands: commands.toSorted((one, other) => place(one) - place(other)),
  }));
  const first = ({ commands: [command] }: CommandGroup) => (command ? place(command) : 2);
  return sorted.sort((one, other) => first(one) - first(other));
}
