/** What somebody holds, in words; or, for those who hold nothing, whom to ask. */
import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useRecordsInWords } from "@/records/ResourcesContext";
import { useSession } from "@/session/SessionContext";
import type { MyAccess, MyPermissions } from "@/session/types";
import { usePermissions } from "@/session/usePermissions";
import { errorMessage } from "@/ui/errorMessages";
import { formatList } from "@/ui/format";
import { Panel } from "@/ui/Panel";

type Resources = MyPermissions["resources"];

/** What is to be said before all else: that nothing is held, or that it is not known of all APIs. */
export function HomeTickets({ mine }: { mine: MyPermissions }) {
  const unknown = mine.resources.filter(({ granted }) => granted === null);
  const why = whyOf(unknown, mine.failures);
  if (mine.permissions.length === 0) {
    return unknown.length === 0 ? <NoTickets /> : <UnknownTickets resources={unknown} why={why} />;
  }
  if (unknown.length === 0) return null;
  const titles = titlesOf(unknown);
  return (
    <Panel tone="accent">
      <p>
        <Trans>
          What you hold for {titles} could not be learned just now. {why}
        </Trans>
      </p>
    </Panel>
  );
}

/** Which of them came through no role. */
export function givenDirectly(access: MyAccess | undefined): string {
  const names = access?.permissions
    .filter(({ held, direct, roles }) => held && direct && !roles?.length)
    .map(({ name }) => name);
  return names?.length ? t`Given to you by name: ${formatList(names)}.` : "";
}

/** "You hold 4 tickets, and your role is Employees. Each ticket opens one action of one API." */
export function heldInWords(count: number, roles: readonly string[]): string {
  const names = formatList(roles);
  const tickets = plural(count, { one: "# ticket", other: "# tickets" });
  if (roles.length === 0) return t`You hold ${tickets}. Each opens one action of one API.`;
  return plural(roles.length, {
    one: `You hold ${tickets}, and your role is ${names}. Each opens one action of one API.`,
    other: `You hold ${tickets}, and your roles are ${names}. Each opens one action of one API.`,
  });
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

/** Without a directory each API has to be asked, with a token that may not have come. */
function UnknownTickets({ resources, why }: { resources: Resources; why: string }) {
  const { refetch, isFetching } = usePermissions();
  const titles = titlesOf(resources);
  return (
    <Panel tone="accent">
      <h2>
        <Trans>What you hold is not known yet</Trans>
      </h2>
      <p>
        <Trans>
          You are logged in, and that worked. But {titles} could not be asked what you hold there,
          so the menu shows none of it.
        </Trans>
      </p>
      {why && <p>{why}</p>}
      <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
        <Trans>Try again</Trans>
      </Button>
    </Panel>
  );
}

function NoTickets() {
  const { config } = useSession();
  const records = useRecordsInWords();
  return (
    <Panel tone="accent">
      <h2>
        <Trans>You hold no tickets yet</Trans>
      </h2>
      <p>
        <Trans>
          You are logged in, and that worked. A ticket is a permission: it opens one action of one
          API. Until somebody gives you some, {records} stay behind their doors.
        </Trans>{" "}
        {config.live
          ? t`Once you have been given them, they appear here by themselves.`
          : t`Once you have been given them, they appear here with your next token.`}
      </p>
      {config.account && (
        <p>
          <Trans>
            Do you look after this site itself? Then your place is <a href="/admin/">the admin</a>.
          </Trans>
        </p>
      )}
      {!config.directory && (
        <p>
          <Trans>
            This site goes by your token alone, and finds none in it. If the login server has given
            you some, whoever runs this site lets it write them into the access token, and names
            their claim in <code translate="no">PERMISSION_CLAIM</code>.
          </Trans>
        </p>
      )}
    </Panel>
  );
}
