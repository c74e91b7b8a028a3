/** What stands behind the drawing at this moment: the settings, and the tokens in this tab. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect } from "react";
import { textClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { type HeldToken, useTokens } from "@/session/useTokens";
import { formatMoment, formatPermissions } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import classes from "./LiveValues.module.css";
import { redactToken } from "./redactToken";

export function LiveValues() {
  const { config, endsAt, tokens } = useSession();
  // What the server has fetched meanwhile this page has not seen.
  useEffect(() => void tokens.lookAgain().catch(() => undefined), [tokens]);
  const held = useTokens();
  return (
    <Panel>
      <h3>
        <Trans>Right now, for you</Trans>
      </h3>
      <dl className={classes.facts}>
        <dt>
          <Trans>Issuer</Trans>
        </dt>
        <dd>
          <code translate="no">{textClaim(held[0]?.claims ?? null, "iss") ?? config.domain}</code>
        </dd>
        <dt>
          <Trans>Client id</Trans>
        </dt>
        <dd>
          <code translate="no">{config.clientId}</code>
        </dd>
        {endsAt !== null && (
          <>
            <dt>
              <Trans>Session</Trans>
            </dt>
            <dd>
              <Trans>
                ends on {formatMoment(endsAt)}, or sooner when nobody uses it. Its cookie no script
                of this page sees.
              </Trans>
            </dd>
          </>
        )}
        {held.map((token) => (
          <Held key={token.audience} {...token} />
        ))}
      </dl>
      {held.length === 0 && (
        <p>
          <Trans>No access token is held yet.</Trans>
        </p>
      )}
    </Panel>
  );
}

function Held({ audience, token, claims }: HeldToken) {
  const permissions = claims?.permissions;
  const scope = textClaim(claims, "scope") ?? t`not named`;
  const count = Array.isArray(permissions) ? permissions.length : 0;
  return (
    <>
      <dt>
        <Trans>Access token</Trans>
      </dt>
      <dd>
        {token ? <code translate="no">{redactToken(token)}</code> : t`at the server,`}{" "}
        <Trans>
          for <code translate="no">{audience}</code>
        </Trans>
        <br />
        <Trans>
          scope <code>{scope}</code>
        </Trans>
        , {formatPermissions(count)}
      </dd>
    </>
  );
}
