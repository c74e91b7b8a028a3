/** A token's claims, one by one: name, value, and what it means. */

import { useMediaQuery } from "@mantine/hooks";
import type { Claims } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { Tickets } from "@/ui/Tickets";
import classes from "./ClaimList.module.css";
import { inReadingOrder, meaningOf, type TokenKind, valueInWords } from "./claimWords";

interface Props {
  claims: Claims;
  kind: TokenKind;
}

export function ClaimList({ claims, kind }: Props) {
  const { claimsNamespace } = useSession().config;
  // On a phone the lists are long, so there they wait until they are asked for.
  const isDesktop = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  const entries = inReadingOrder(claims);
  return (
    <details className={classes.details} open={isDesktop}>
      <summary>Its {entries.length} claims in words</summary>
      <dl className={classes.claims}>
        {entries.map(([claim, value]) => (
          <div key={claim} className={classes.claim}>
            <dt translate="no">{claim}</dt>
            <dd className={classes.value} translate="no">
              <ClaimValue claim={claim} value={value} kind={kind} />
            </dd>
            <dd className={classes.meaning}>{meaningOf(claim, kind, claimsNamespace)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The permissions an API reads are tickets; any other claim is text. */
function ClaimValue({ claim, value, kind }: { claim: string; value: unknown; kind: TokenKind }) {
  if (kind === "access" && claim === "permissions" && Array.isArray(value) && value.length > 0) {
    return <Tickets label="Permissions in the access token" names={value} held />;
  }
  return valueInWords(claim, value);
}
