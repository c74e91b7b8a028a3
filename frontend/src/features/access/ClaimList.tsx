/** A token's claims, one by one: name, value, and what it means. */

import type { Claims } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import classes from "./ClaimList.module.css";
import { inReadingOrder, meaningOf, type TokenKind, valueInWords } from "./claimWords";

interface Props {
  claims: Claims;
  kind: TokenKind;
}

export function ClaimList({ claims, kind }: Props) {
  const { claimsNamespace } = useSession().config;
  const entries = inReadingOrder(claims);
  return (
    <details className={classes.details} open>
      <summary>Its {entries.length} claims in words</summary>
      <dl className={classes.claims}>
        {entries.map(([claim, value]) => (
          <div key={claim} className={classes.claim}>
            <dt translate="no">{claim}</dt>
            <dd className={classes.value} translate="no">
              {valueInWords(claim, value)}
            </dd>
            <dd className={classes.meaning}>{meaningOf(claim, kind, claimsNamespace)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
