/** A token's claims, one by one: name, value, and what it means. */

import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Tickets } from "@/permissions/Tickets";
import type { Claims } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import classes from "./ClaimList.module.css";
import {
  type Claim,
  meaningOf,
  sortedClaims,
  type TokenKind,
  valueInWords,
} from "./claimDescriptions";

interface Props {
  claims: Claims;
  kind: TokenKind;
}

/** The claims that decide stand open; the others wait until they are asked for. */
export function ClaimList({ claims, kind }: Props) {
  const { decisive, others } = sortedClaims(claims);
  return (
    <div className={classes.list}>
      <h4 className={classes.title}>
        <Trans>Its claims in words</Trans>
      </h4>
      <ClaimRows claims={decisive} kind={kind} />
      {others.length > 0 && (
        <details>
          <summary>
            <Trans>{others.length} more claims</Trans>
          </summary>
          <ClaimRows claims={others} kind={kind} />
        </details>
      )}
    </div>
  );
}

function ClaimRows({ claims, kind }: { claims: readonly Claim[]; kind: TokenKind }) {
  const { claimsNamespace } = useSession().config;
  return (
    <dl className={classes.claims}>
      {claims.map(([claim, value]) => (
        <div key={claim} className={classes.claim}>
          <dt translate="no">{claim}</dt>
          <dd className={classes.value} translate="no">
            <ClaimValue claim={claim} value={value} kind={kind} />
          </dd>
          <dd className={classes.meaning}>{meaningOf(claim, kind, claimsNamespace)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The permissions an API reads are tickets; any other claim is text. */
function ClaimValue({ claim, value, kind }: { claim: string; value: unknown; kind: TokenKind }) {
  if (kind === "access" && claim === "permissions" && Array.isArray(value) && value.length > 0) {
    return <Tickets label={t`Permissions in the access token`} names={value} held />;
  }
  return valueInWords(claim, value);
}
