/** Films, books and people by what they are called, of those lists that this person may see. */
import { t } from "@lingui/core/macro";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Answer, dataOf } from "@/api/client";
import { useApi } from "@/api/useApi";
import type { Permission } from "@/session/types";
import { can, usePermissions } from "@/session/usePermissions";
import type { Command, CommandGroup } from "./commands";
import { RESOURCES } from "./features";

/** Fewer letters find too much to be of any use. */
const LEAST_LETTERS = 2;
const MOST_ROWS = 5;

interface Found {
  id: number | string;
  title?: string;
  name?: string;
  username?: string;
  year?: number | null;
}

export function useTitleSearch(typed: string): { groups: CommandGroup[]; isPending: boolean } {
  const request = useApi().request as (...all: unknown[]) => Promise<Answer<{ results: Found[] }>>;
  const mine = usePermissions().data;
  const navigate = useNavigate();
  const search = typed.trim();
  const lists = [
    ...RESOURCES.map(({ name, menu }) => ({
      name: name as string,
      title: menu.label,
      to: `/${name}`,
    })),
    { name: "users", title: t`People`, to: "/people" },
  ].filter(({ name }) => can(mine, `list:${name}` as Permission));
  return useQueries({
    queries: lists.map(({ name }) => ({
      queryKey: [name, "palette", search],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const query = { search, page_size: MOST_ROWS };
        return dataOf(request("get", `/api/${name}/`, { params: { query }, signal }));
      },
      enabled: search.length >= LEAST_LETTERS,
      staleTime: 30_000,
    })),
    combine: (answers) => ({
      isPending: answers.some(({ isLoading }) => isLoading),
      groups: calledSoFirst(
        search,
        lists.flatMap(({ name, title, to }, at) => {
          const rows = answers[at]?.data?.results ?? [];
          // Who may not read one of them is led to it in its list.
          const opens = can(mine, `read:${name}` as Permission);
          const commands = rows.map((row) => {
            const label = row.title ?? (row.name?.trim() || row.username) ?? "";
            const place = opens ? { to: `${to}/${row.id}` } : { to, search: { search: label } };
            return {
              id: `${name} ${row.id}`,
              label,
              hint: hintOf(row, label, search),
              run: () => void navigate(place as never),
            };
          });
          return commands.length > 0 ? [{ title, commands }] : [];
        }),
      ),
    }),
  });
}

/** Why a row was found that is called otherwise, such as by one of its cast; else its year. */
function hintOf(row: Found, label: string, search: string): string {
  const has = (text: unknown) =>
    typeof text === "string" && text.toLowerCase().includes(search.toLowerCase());
  const name = has(label) ? undefined : Object.values(row).flat().find(has);
  return name ? t`with ${name}` : String(row.year ?? "");
}

/** What begins as it was typed stands before what has it elsewhere, in its list and with its list. */
function calledSoFirst(search: string, groups: CommandGroup[]): CommandGroup[] {
  const beginning = search.toLowerCase();
  /** The whole begins so, one of its words does, or neither. */
  const place = ({ label }: Command) => {
    const called = label.toLowerCase();
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
