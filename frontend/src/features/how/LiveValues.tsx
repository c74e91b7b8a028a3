/** What stands behind the drawing at this moment: the settings, and the tokens in this tab. */
import { useEffect } from "react";
import { textClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { type HeldToken, useTokens } from "@/session/useTokens";
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
      <h3>Right now, for you</h3>
      <dl className={classes.facts}>
        <dt>Issuer</dt>
        <dd>
          <code translate="no">{textClaim(held[0]?.claims ?? null, "iss") ?? config.domain}</code>
        </dd>
        <dt>Client id</dt>
        <dd>
          <code translate="no">{config.clientId}</code>
        </dd>
        {endsAt !== null && (
          <>
            <dt>Session</dt>
            <dd>
              ends on{" "}
              {new Date(endsAt).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })},
              or sooner when nobody uses it. Its cookie no script of this page sees.
            </dd>
          </>
        )}
        {held.map((token) => (
          <Held key={token.audience} {...token} />
        ))}
      </dl>
      {held.length === 0 && <p>No access token is held yet.</p>}
    </Panel>
  );
}

function Held({ audience, token, claims }: HeldToken) {
  const permissions = claims?.permissions;
  const count = Array.isArray(permissions) ? permissions.length : 0;
  return (
    <>
      <dt>Access token</dt>
      <dd>
        {token ? <code translate="no">{redactToken(token)}</code> : "at the server,"} for{" "}
        <code translate="no">{audience}</code>
        <br />
        scope <code>{textClaim(claims, "scope") ?? "not named"}</code>,{" "}
        {count === 1 ? "1 permission" : `${count} permissions`}
      </dd>
    </>
  );
}
