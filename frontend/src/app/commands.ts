/** What the palette offers: places this person may open and things they may do, and nothing else. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { LANGUAGES } from "@/i18n/languages";
import { useSession } from "@/session/SessionContext";
import type { Permission } from "@/session/types";
import { can, usePermissions } from "@/session/usePermissions";
import { fold, withArticle } from "@/ui/format";
import { menuFor, RESOURCES } from "./features";
import { leave } from "./leaving";

export interface Command {
  id: string;
  label: string;
  /** Said beside it in small letters. */
  hint?: string;
  run: () => void;
}

export interface CommandGroup {
  title: string;
  commands: readonly Command[];
}

const SCHEMES = {
  light: t`Light colours`,
  dark: t`Dark colours`,
  auto: t`Colours as your computer`,
};

export function useCommands(onKeys: () => void): CommandGroup[] {
  const mine = usePermissions().data;
  const { config, logout } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const go = (to: string) => () => void navigate({ to });
  const leaveFor = (address: string) => () => void leave(() => window.location.assign(address));

  const additions = [
    ...RESOURCES.map(({ name, noun }) => ({
      needed: `write:${name}` as Permission,
      label: t`Add ${withArticle(noun.one)}`,
      to: `/${name}/new`,
    })),
    { needed: "write:users" as const, label: t`Add a person`, to: "/people/new" },
    { needed: "write:roles" as const, label: t`Add a role`, to: "/roles/new" },
  ].filter(({ needed }) => can(mine, needed));
  return [
    {
      title: t`Go to`,
      commands: [
        { id: "home", label: t`Start page`, run: go("/") },
        ...menuFor(mine).map(({ label, to }) => ({ id: to, label, run: go(to) })),
        { id: "/api/docs/", label: t`API docs`, run: leaveFor("/api/docs/") },
        { id: "/docs/", label: t`Documentation`, run: leaveFor("/docs/") },
      ],
    },
    {
      title: t`Do`,
      commands: [
        ...additions.map(({ label, to, needed }) => ({ id: to, label, hint: needed, run: go(to) })),
        ...(Object.keys(SCHEMES) as (keyof typeof SCHEMES)[])
          .filter((scheme) => scheme !== colorScheme)
          .map((scheme) => ({
            id: scheme,
            label: SCHEMES[scheme],
            run: () => setColorScheme(scheme),
          })),
        ...Object.entries(LANGUAGES)
          .filter(([language]) => language !== i18n.locale)
          .map(([language, label]) => ({ id: language, label, run: () => speak(language) })),
        { id: "keys", label: t`Show the keys`, hint: "?", run: onKeys },
        ...(config.account
          ? [
              {
                id: "password",
                label: t`Change your password`,
                run: leaveFor(config.account.password),
              },
              { id: "mfa", label: t`Set up two-step login`, run: leaveFor(config.account.mfa) },
            ]
          : []),
        { id: "logout", label: t`Log out`, run: () => void leave(logout) },
      ],
    },
  ];
}

/** Those whose label has every word that was typed, in whatever case and with whatever accents. */
export function matching(groups: readonly CommandGroup[], typed: string): CommandGroup[] {
  const words = wordsOf(typed);
  const fits = ({ label }: Command) => words.every((word) => fold(label).includes(word));
  return groups
    .map(({ title, commands }) => ({ title, commands: commands.filter(fits) }))
    .filter(({ commands }) => commands.length > 0);
}

export function wordsOf(typed: string): string[] {
  return fold(typed).split(/\s+/).filter(Boolean);
}

/** Pages come in the language that the server keeps for this browser. */
function speak(language: string): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/language";
  form.append(
    Object.assign(document.createElement("input"), { name: "language", value: language }),
  );
  form.hidden = true;
  document.body.append(form);
  void leave(() => form.submit());
}
