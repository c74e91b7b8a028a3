/** A line for the terminal that gets an answer, with the token that the API takes. */
import { t } from "@lingui/core/macro";
import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useState } from "react";
import { useSeeAs } from "@/permissions/SeeAs";
import type { Resource } from "@/records/resource";
import { addressFor, audienceFor, strategyOf } from "@/session/audience";
import { textClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { can, usePermissions } from "@/session/usePermissions";
import { useTokens } from "@/session/useTokens";
import { announce } from "@/ui/announce";
import { RESOURCES } from "./features";
import classes from "./HomePage.module.css";

interface Curl {
  resource: Pick<Resource, "name" | "noun">;
  isHeld: boolean;
  address: string;
  audience: string;
  /** Null where this page has none, and the site's own command makes one. */
  token: string | null;
  command: string;
}

/** What is to be asked, and with which token; null where nobody here can have one. */
export function useCurl(): Curl | null {
  const { config, idClaims } = useSession();
  const { data: mine } = usePermissions();
  const tokens = useTokens();
  const { seen } = useSeeAs();
  const listed = RESOURCES.find(({ name }) => can(mine, `list:${name}`));
  const resource = listed ?? RESOURCES[0];
  // A token is the own one of whoever looks, and no answer as the person they look as.
  if (!resource || seen) return null;
  const here = `${window.location.origin}/api/${resource.name}/`;
  // A session is the browser's own; what comes without one goes to the API, with a token for it alone.
  const { usesSession } = strategyOf(config);
  const address = usesSession ? here : addressFor(here, config);
  const own = usesSession && config.audiences[resource.name];
  const audience = own || audienceFor(new Request(here), config);
  const token = tokens.find((held) => held.audience === audience)?.token ?? null;
  // Nobody but the issuer makes tokens.
  if (!token && !config.account) return null;
  const name = textClaim(idClaims, "preferred_username") ?? "";
  const option = audience === config.audience ? "" : ` --audience ${audience}`;
  const command = `./run token ${/^[\w.@+-]+$/.test(name) ? name : "YOUR_NAME"}${option}`;
  return { resource, isHeld: Boolean(listed), address, audience, token, command };
}

/** Enough of a token to see that it is one. */
const SHOWN = 4;

export function CurlLine({ resource, isHeld, address, audience, token, command }: Curl) {
  const { copy, copied } = useClipboard({ timeout: 4000 });
  const { tokens } = useSession();
  const [isWithout, setIsWithout] = useState(false);
  const { noun } = resource;
  // One argument a line, so that a narrow panel breaks none of them.
  const line = (bearer: string) =>
    `curl -G \\\n  -H "Authorization: Bearer ${bearer}" \\\n  -d page_size=3 \\\n  "${address}"`;

  async function copyLine(): Promise<void> {
    // The one that is held may have ended meanwhile.
    const bearer = token ? await tokens.tokenFor(audience).catch(() => null) : `$(${command})`;
    setIsWithout(!bearer);
    if (!bearer) return;
    copy(line(bearer));
    announce(t`Copied.`);
  }

  return (
    <div id="curl" className={classes.curl}>
      <h3>{isHeld ? t`The first three ${noun.many}, by curl` : t`A refusal, by curl`}</h3>
      <code translate="no">{line(token ? `${token.slice(0, SHOWN)}…` : `$(${command})`)}</code>
      <p className={classes.dimmed}>
        {token
          ? t`Copied with your own access token in it, so it answers as you until that ends.`
          : t`No token for it is kept in this browser. Run it where the site runs.`}
        {!isHeld && ` ${t`Without a ticket it answers 403 and names the one you lack.`}`}
      </p>
      <Button size="xs" variant="default" onClick={() => void copyLine()}>
        {copied ? t`Copied` : t`Copy the line`}
      </Button>
      {isWithout && <p role="alert">{t`No new token came. Try again in a moment.`}</p>}
    </div>
  );
}
