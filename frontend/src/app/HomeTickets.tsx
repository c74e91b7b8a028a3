/** The tickets somebody holds; or, for those who hold none, whom to ask. */
import { Button } from "@mantine/core";
import { whoCanGrant } from "@/permissions/sentences";
import { Tickets } from "@/permissions/Tickets";
import type { MyPermissions, Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { usePermissions, usePerson } from "@/session/usePermissions";
import { errorMessage } from "@/ui/errorMessages";
import { formatList } from "@/ui/format";
import { LinkButton } from "@/ui/LinkButton";
import { Panel } from "@/ui/Panel";

export function HomeTickets({ mine }: { mine: MyPermissions }) {
  const person = usePerson();
  const roles = mine.roles ?? person.roles;
  const unknown = mine.resources.filter(({ granted }) => granted === null);
  if (mine.permissions.length === 0) {
    if (unknown.length === 0) return <NoTickets />;
    return <UnknownTickets titles={unknown.map(titleOf)} failure={mine.failure ?? null} />;
  }
  const count = mine.permissions.length === 1 ? "1 ticket" : `${mine.permissions.length} tickets`;
  return (
    <Panel>
      <h2>What you can do here</h2>
      <p>
        You hold {count}
        {roles.length > 0 &&
          `, and your ${roles.length === 1 ? "role is" : "roles are"} ${formatList(roles)}`}
        . Each ticket opens one action of one API.
      </p>
      <TicketsByResource mine={mine} />
      {unknown.length > 0 && (
        <p>
          What you hold for {formatList(unknown.map(titleOf))} could not be learned just now.{" "}
          <Why failure={mine.failure ?? null} />
        </p>
      )}
    </Panel>
  );
}

function titleOf({ title }: MyPermissions["resources"][number]): string {
  return title;
}

function TicketsByResource({ mine }: { mine: MyPermissions }) {
  return mine.resources.map(({ name, title, granted }) => {
    const names = (granted ?? []).map((action) => `${action}:${name}` as Permission);
    if (names.length === 0) return null;
    return <Tickets key={name} label={`Tickets for ${title}`} names={names} held />;
  });
}

interface UnknownProps {
  titles: readonly string[];
  failure: Error | null;
}

/** Without a directory each API has to be asked, with a token that may not have come. */
function UnknownTickets({ titles, failure }: UnknownProps) {
  const { refetch, isFetching } = usePermissions();
  return (
    <Panel tone="accent">
      <h2>What you hold is not known yet</h2>
      <p>
        You are logged in, and that worked. But {formatList(titles)} could not be asked what you
        hold there, so the menu shows none of it.
      </p>
      {failure && (
        <p>
          <Why failure={failure} />
        </p>
      )}
      <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
        Try again
      </Button>
    </Panel>
  );
}

function Why({ failure }: { failure: Error | null }) {
  if (!failure) return null;
  const { title, advice } = errorMessage(failure);
  return `${title}. ${advice}`;
}

function NoTickets() {
  const names = whoCanGrant(useAccess().data);
  return (
    <Panel tone="accent">
      <h2>You hold no tickets yet</h2>
      <p>
        You are logged in, and that worked. What is still missing are permissions, so the films and
        books stay behind their doors for now. Ask {names ?? "the people who run this site"} for
        some. Once you have been given them, they appear here by themselves.
      </p>
      <LinkButton to="/access" variant="default">
        See what there is to hold
      </LinkButton>
    </Panel>
  );
}
