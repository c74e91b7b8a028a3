/** Every permission there is: where yours come from, and which role would give the others. */
import { t } from "@lingui/core/macro";
import { Skeleton } from "@mantine/core";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { whoCanGrant } from "@/permissions/sentences";
import { TicketList } from "@/permissions/TicketList";
import type { MyAccess, MyPermissions, PermissionOrigin } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { usePermissions } from "@/session/usePermissions";
import { formatList, formatSome } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { CardGrid, Section } from "@/ui/Section";
import classes from "./PermissionList.module.css";

export function PermissionList() {
  const { data: mine } = usePermissions();
  const { data: access, error, refetch } = useAccess();

  return (
    <Section title={t`Your tickets`} lead={access && leadFor(access)}>
      {!access && error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {!access && !error && <Skeleton height={260} aria-busy="true" />}
      {access && mine && (
        <CardGrid>
          {mine.resources.map((resource) => (
            <ResourceTickets
              key={resource.name}
              resource={resource}
              entries={access.permissions.filter((entry) => entry.resource === resource.name)}
            />
          ))}
        </CardGrid>
      )}
    </Section>
  );
}

function leadFor(access: MyAccess): string {
  if (access.permissions.every(({ held }) => held)) return t`You hold every ticket there is.`;
  const names = whoCanGrant(access);
  const isKnown = access.permissions.every(({ held }) => held !== null);
  const colours = isKnown
    ? t`Brass is yours, dotted is missing.`
    : t`Brass is yours, dotted is missing or not known.`;
  return names ? `${colours} ${t`Ask ${names} for what is missing.`}` : colours;
}

interface ResourceProps {
  resource: MyPermissions["resources"][number];
  entries: readonly PermissionOrigin[];
}

function ResourceTickets({ resource, entries }: ResourceProps) {
  const tickets = entries.map((entry) => ({
    name: entry.name,
    held: entry.held ?? false,
    words: originInWords(entry),
  }));
  const words = new Set(tickets.map((ticket) => ticket.words));
  // Said once where it is the same of all.
  const [shared] = words.size === 1 && tickets.length > 1 ? words : [];
  return (
    <Panel>
      <h3>{resource.title}</h3>
      {shared && <p className={classes.shared}>{shared}</p>}
      <TicketList
        tickets={shared ? tickets.map((ticket) => ({ ...ticket, words: "" })) : tickets}
      />
    </Panel>
  );
}

/** Without a directory nobody here knows where a permission comes from; then nothing is claimed. */
function originInWords(entry: PermissionOrigin): string {
  const { held, roles, direct, held_by_roles } = entry;
  if (held === null) return t`not known: its API could not be asked`;
  if (held) {
    const origins = [
      ...(roles?.length ? [t`through ${formatList(roles)}`] : []),
      ...(direct ? [t`given to you directly`] : []),
    ];
    return formatList(origins);
  }
  if (!held_by_roles) return "";
  return held_by_roles.length > 0 ? t`${formatSome(held_by_roles)} hold it` : t`no role holds it`;
}
