/** The words that are mixed up most often, each explained with what is yours. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { audiencesOf } from "@/session/audience";
import { type Claims, numberClaim, textClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import type { MyPermissions } from "@/session/types";
import { usePermissions, usePerson } from "@/session/usePermissions";
import { useLoginClaims, useTokens } from "@/session/useTokens";
import { formatList, formatPermissions } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { CardGrid, Section } from "@/ui/Section";
import { durationInWords } from "./Countdown";
import { GlossaryLink } from "./GlossaryLink";
import { STRATEGY_DESCRIPTIONS } from "./strategyDescriptions";

/** How a change reaches somebody, by what the APIs go by. */
const CHANGES: Record<MyPermissions["source"], string> = {
  token: t`Permissions are written into the access token when it is made, so a change arrives with the next token: by itself before this one ends, or at once when you reload the page. Until then the old one opens what it says.`,
  live: t`The APIs ask the directory what you hold, with every request. So a change acts within moments both ways, whatever your token says, and this page follows it.`,
  hybrid: t`What is taken from you is refused within moments, even while your token still names it. What is given to you works with the next token, which this page fetches by itself as soon as it hears of it.`,
};

export function TermPairs() {
  const { config } = useSession();
  const { data: mine } = usePermissions();
  const { roles } = usePerson();
  const claims = useLoginClaims();
  const audiencesInWords = audiencesOf(config).map((audience, index) => (
    <Fragment key={audience}>
      {index > 0 && ", "}
      <code translate="no">{audience}</code>
    </Fragment>
  ));
  const permissions = mine?.permissions.length ?? 0;
  const words = STRATEGY_DESCRIPTIONS[config.strategy];
  const held = useTokens();

  return (
    <Section
      title={t`Words that get mixed up`}
      lead={t`Each in a few sentences, and with what it is for you, right now.`}
    >
      <CardGrid wide>
        <Pair title={t`ID token or access token`} yours={heldInWords(held.length)}>
          <Trans>
            The <GlossaryLink id="id-token">ID token</GlossaryLink> is for the app and says who you
            are. The <GlossaryLink id="access-token">access token</GlossaryLink> is for the API and
            says what you may do. Sending the ID token to an API is the most common mistake; Usher’s
            APIs refuse it and say so.
          </Trans>
        </Pair>
        <Pair
          title={t`Client or audience`}
          yours={
            <>
              <code>{config.clientId}</code>, {audiencesInWords}
            </>
          }
        >
          <Trans>
            Two records at the provider. The <GlossaryLink id="client">client</GlossaryLink> is the
            app that asks for a token; the <GlossaryLink id="audience">audience</GlossaryLink> names
            the API the token is for. An app that names no audience gets an opaque token that no API
            accepts. The site’s own client asks you for no consent;{" "}
            <GlossaryLink id="first-party">somebody else’s</GlossaryLink> does.
          </Trans>
        </Pair>
        <Pair title={t`Several APIs`} yours={words.yours}>
          <Trans>
            A token is for one audience, never for two APIs at once. {words.several}{" "}
            <GlossaryLink id="strategies">See all six ways</GlossaryLink>.
          </Trans>
        </Pair>
        <Pair
          title={t`Scope or permission`}
          yours={<code>{textClaim(claims, "scope") ?? "openid profile email"}</code>}
        >
          <Trans>
            A <GlossaryLink id="scope">scope</GlossaryLink> is what an app asks for and you agree
            to. A <GlossaryLink id="permission">permission</GlossaryLink> is what you hold, whether
            an app asks or not. An API here looks at permissions; a scope alone opens nothing.
          </Trans>
        </Pair>
        <Pair
          title={t`Permission or role`}
          yours={`${rolesInWords(roles)}, ${formatPermissions(permissions)}`}
        >
          <Trans>
            A <GlossaryLink id="permission">permission</GlossaryLink> is one action of one API, such
            as <code>edit:movies</code>. A <GlossaryLink id="role">role</GlossaryLink> is a named
            set of them, made to be given to people. No API checks a role: change the set, and every
            holder follows.
          </Trans>
        </Pair>
        <Pair
          title={t`A permission changes`}
          yours={mine?.source === "token" ? lifetimeInWords(claims) : null}
        >
          <Trans>{mine && CHANGES[mine.source]} You need not log in again.</Trans>
        </Pair>
        <Pair title={t`Hidden or protected`}>
          <Trans>
            The menu and the buttons follow <code>GET /me/permissions</code>, which answers from
            your verified access token. Hiding is a courtesy only: {words.checkedBy}, whatever a
            page shows.
          </Trans>
        </Pair>
        <Pair title={t`401 or 403`}>
          <Trans>
            401 asks who you are: the token is missing, has ended, or was meant for another API. 403
            knows you, and you lack a permission: logging in again does not help, asking somebody
            does. <GlossaryLink id="mistakes">Make both mistakes on purpose</GlossaryLink>.
          </Trans>
        </Pair>
      </CardGrid>
    </Section>
  );
}

interface PairProps {
  title: string;
  /** What it is for the person who reads. */
  yours?: ReactNode;
  children: ReactNode;
}

function Pair({ title, yours, children }: PairProps) {
  return (
    <Panel>
      <h3>{title}</h3>
      <p>{children}</p>
      {yours && (
        <Text c="dimmed" fz="0.9375rem">
          <Trans>Yours: {yours}</Trans>
        </Text>
      )}
    </Panel>
  );
}

function rolesInWords(roles: string[] | null): string {
  if (!roles) return t`roles not known`;
  return roles.length > 0 ? formatList(roles) : t`no role`;
}

function heldInWords(accessTokens: number): string {
  return accessTokens > 1
    ? t`one ID token, and ${accessTokens} access tokens so far`
    : t`one of each, from the same login`;
}

/** How long a change takes at most: an access token's whole life. */
function lifetimeInWords(claims: Claims | null): string | null {
  const [from, until] = [numberClaim(claims, "iat"), numberClaim(claims, "exp")];
  if (from === null || until === null) return null;
  return t`a token lives ${durationInWords(until - from)}`;
}
