/** The tickets somebody holds; or, for those who hold none, whom to ask. */
import { Button } from "@mantine/core";
import { whoCanGrant } from "@/permissions/sentences";
import { Tickets } from "@/permissions/Tickets";
import { useSession } from "@/session/SessionContext";
import type { MyPermissions, Permission } from "@/session/types";
import { useAccess } from "@/session/useAccess";
import { usePermissions, usePerson } from "@/session/usePermissions";
import { errorMessage } from "@/ui/errorMessages";
import { formatList } from "@/ui/format";
import { LinkButton } from "@/ui/LinkButton";
import { Panel } from "@/ui/Panel";

type Resources = MyPermissions["resources"];

export function HomeTickets({ mine }: { mine: MyPermissions }) {
  const person = usePerson();
  const roles = mine.roles ?? person.roles ?? [];
  const unknown = mine.resources.filter(({ granted }) => granted === null);
  const why = whyOf(unknown, mine.failures);
  if (mine.permissions.length === 0) {
    return unknown.length === 0 ? <NoTickets /> : <UnknownTickets resources={unknown} why={why} />;
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
          What you hold for {titlesOf(unknown)} could not be learned just now. {why}
        </p>
      )}
    </Panel>
  );
}

function titlesOf(resources: Resources): string {
  return formatList(resources.map(({ title }) => title));
}

/** Each reason once: a refusal is of one API, cookies that are blocked are so for all. */
function whyOf(resources: Resources, failures: MyPermissions["failures"] = {}): string {
  const reasons = resources.flatMap(({ name }) => {
    const failure = failures[name];
    if (!failure) return [];
    const { title, advice } = errorMessage(failure);
    return `${title}. ${advice}`;
  });
  return [...new Set(reasons)].join(" ");
}

function TicketsByResource({ mine }: { mine: MyPermissions }) {
  return mine.resources.map(({ name, title, granted }) => {
    const names = (granted ?? []).map((action) => `${action}:${name}` as Permission);
    if (names.length === 0) return null;
    return <Tickets key={name} label={`Tickets for ${title}`} names={names} held />;
  });
}

/** Without a directory each API has to be asked, with a token that may not have come. */
function UnknownTickets({ resources, why }: { resources: Resources; why: string }) {
  const { refetch, isFetching } = usePermissions();
  return (
    <Panel tone="accent">
      <h2>What you hold is not known yet</h2>
      <p>
        You are logged in, and that worked. But {titlesOf(resources)} could not be asked what you
        hold there, so the menu shows none of it.
      </p>
      {why && <p>{why}</p>}
      <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
        Try again
      </Button>
    </Panel>
  );
}

function NoTickets() {
  const names = whoCanGrant(useAccess().data);
  const { config } = useSession();
  return (
    <Panel tone="accent">
      <h2>You hold no tickets yet</h2>
      <p>
        You are logged in, and that worked. What is still missing are permissions, so the films and
        books stay behind their doors for now. Ask {names ?? "the people who run this site"} for
        some.{" "}
        {config.live
          ? "Once you have been given them, they appear here by themselves."
          : "Once you have been given them, they appear here with your next token."}
      </p>
      {!config.directory && (
        <p>
          This site goes by your token alone, and finds none in it. If the login server has given
          you some, whoever runs this site lets it write them into the access token, and names their
          claim in <code translate="no">PERMISSION_CLAIM</code>.
        </p>
      )}
      <LinkButton to="/access" variant="default">
        See what there is to hold
      </LinkButton>
    </Panel>
  );
}
