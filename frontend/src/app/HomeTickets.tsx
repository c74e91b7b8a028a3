/** The tickets somebody holds; or, for those who hold none, whom to ask. */
import type { Permission } from "@/api/permission";
import { useAccess } from "@/session/access";
import { type Mine, usePerson } from "@/session/mine";
import { inWords, whoCanGrant } from "@/ui/inWords";
import { LinkButton } from "@/ui/LinkButton";
import { Panel } from "@/ui/Panel";
import { Tickets } from "@/ui/Tickets";

export function HomeTickets({ mine }: { mine: Mine }) {
  const { roles } = usePerson();
  if (mine.permissions.length === 0) return <NoTickets />;
  const count = mine.permissions.length === 1 ? "1 ticket" : `${mine.permissions.length} tickets`;
  return (
    <Panel>
      <h2>What you can do here</h2>
      <p>
        You hold {count}
        {roles.length > 0 &&
          `, and your ${roles.length === 1 ? "role is" : "roles are"} ${inWords(roles)}`}
        . Each ticket opens one action of one API.
      </p>
      <TicketsByResource mine={mine} />
    </Panel>
  );
}

function TicketsByResource({ mine }: { mine: Mine }) {
  return mine.resources.map(({ name, title, granted }) => {
    const names = (granted ?? []).map((action) => `${action}:${name}` as Permission);
    if (names.length === 0) return null;
    return <Tickets key={name} label={`Tickets for ${title}`} names={names} held />;
  });
}

function NoTickets() {
  const names = whoCanGrant(useAccess().data);
  return (
    <Panel tone="accent">
      <h2>You hold no tickets yet</h2>
      <p>
        You are logged in, and that worked. What is still missing are permissions, so the films and
        books stay behind their doors for now. Ask {names ?? "the people who run this site"} for
        some. Once you have been given them, reload this page.
      </p>
      <LinkButton to="/access" variant="default">
        See what there is to hold
      </LinkButton>
    </Panel>
  );
}
