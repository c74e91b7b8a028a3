/** What a developer wants at once: the docs, and a line for the terminal that gets an answer. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { addressFor, audienceFor, strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { can, usePermissions } from "@/session/usePermissions";
import { useTokens } from "@/session/useTokens";
import { announce } from "@/ui/announce";
import { Section } from "@/ui/Section";
import { RESOURCES } from "./features";
import classes from "./HomePage.module.css";

/** On a phone, where the rest comes last, in one row below the greeting. */
export function DeveloperLinks({ className }: { className: string }) {
  return (
    <nav aria-label={t`For developers`} className={className}>
      <a href="/api/docs/">
        <Trans>API docs</Trans>
      </a>
      <Link to="/how">
        <Trans>How it works</Trans>
      </Link>
      <a href="/docs/">
        <Trans>Documentation</Trans>
      </a>
      <a href="#curl">
        <code translate="no">curl</code>
      </a>
    </nav>
  );
}

export function HomeDevelopers() {
  return (
    <Section title={t`For developers`}>
      <div className={classes.panel}>
        <ul className={classes.links}>
          <li>
            <a href="/api/docs/">
              <Trans>API docs</Trans>
            </a>
            <span>
              <Trans>Every operation with the ticket it needs, to try out as yourself.</Trans>
            </span>
          </li>
          <li>
            <Link to="/how">
              <Trans>How it works</Trans>
            </Link>
            <span>
              <Trans>One login, several APIs: which token goes where.</Trans>
            </span>
          </li>
          <li>
            <a href="/docs/">
              <Trans>Documentation</Trans>
            </a>
            <span>
              <Trans>A tutorial, how-tos, and every refusal explained.</Trans>
            </span>
          </li>
        </ul>
        <CurlLine />
      </div>
    </Section>
  );
}

/** Enough of a token to see that it is one. */
const SHOWN = 4;

function CurlLine() {
  const { copy, copied } = useClipboard({ timeout: 4000 });
  const { config } = useSession();
  const { data: mine } = usePermissions();
  const listed = RESOURCES.find(({ resource }) => can(mine, `list:${resource.name}`));
  const [first] = RESOURCES;
  const { name, noun } = (listed ?? first ?? { resource: { name: "", noun: { many: "" } } })
    .resource;
  const here = `${window.location.origin}/api/${name}/`;
  const { usesSession } = strategyOf(config);
  const address = usesSession ? here : addressFor(here, config);
  const audience = audienceFor(new Request(here), config);
  const token = useTokens().find((held) => held.audience === audience)?.token ?? null;
  // One argument a line, so that a narrow panel breaks none of them.
  const line = (bearer: string) =>
    `curl -G \\\n  -H "Authorization: Bearer ${bearer}" \\\n  -d page_size=3 \\\n  "${address}"`;
  // Where the token stays at the server, a terminal beside the server has one made.
  const text = line(token ?? "$(./run token YOUR_NAME)");
  return (
    <div id="curl" className={classes.curl}>
      <h3>{listed ? t`The first three ${noun.many}, by curl` : t`A refusal, by curl`}</h3>
      <code translate="no">{token ? line(`${token.slice(0, SHOWN)}…`) : text}</code>
      <p className={classes.dimmed}>
        {token
          ? t`Copied with your own access token in it, so it answers as you until that ends.`
          : t`No token is kept in this browser. Run it where the site runs, with your user name.`}
        {!listed && ` ${t`Without a ticket it answers 403 and names the one you lack.`}`}
      </p>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          copy(text);
          announce(t`Copied.`);
        }}
      >
        {copied ? t`Copied` : t`Copy the line`}
      </Button>
    </div>
  );
}
