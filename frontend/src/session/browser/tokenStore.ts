/** Keeps access tokens in memory, one for each audience, and renews them in time.
 *
 * The SDK counts a token as expired within 60 seconds of its end, so that with short tokens it
 * would fetch a new one for every request. This memory uses a token until shortly before its end
 * and renews it once, however many requests wait for it. */
import { claimsOf, numberClaim, textClaim } from "@/session/jwt";
import type { TokenFacts, Tokens } from "@/session/tokens";

const MAX_MARGIN_MS = 30_000;
const MARGIN_SHARE = 0.2;
/** A computer's clock may be wrong by more than this; then the token's own times say nothing. */
const TOLERATED_SKEW_MS = 60_000;

interface HeldToken extends TokenFacts {
  token: string;
  subject: string | null;
  /** In milliseconds by this computer's clock. */
  renewAt: number;
}

export interface TokenStore extends Tokens {
  renew: (audience: string) => Promise<string>;
  /** Takes in a token that came by login or renewal. */
  remember(audience: string, token: string): void;
  /** Forgets a token an API refused, unless a newer one has replaced it already. */
  reject(audience: string, token: string): void;
  clear(): void;
}

interface Options {
  renew: (audience: string) => Promise<string>;
  /** Called when a token of somebody else arrives, before anybody can use it. */
  onOtherSubject: () => void;
}

export function createTokenStore({ renew, onOtherSubject }: Options): TokenStore {
  let held = new Map<string, HeldToken>();
  let renewals = new Map<string, Promise<string>>();
  /** How many renewals of who was here before are under way, for each audience. */
  const late = new Map<string, number>();
  let subject: string | null = null;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  /** Takes in a token wherever it comes from: of its own accord, or as the answer of a renewal,
   * which the SDK's cache hears of first. */
  function remember(audience: string, token: string): void {
    const fresh = heldFrom(token);
    // What somebody asked for who has left since must not bring them back.
    if (late.get(audience) && fresh.subject !== subject) return;
    take(audience, fresh);
  }

  function take(audience: string, fresh: HeldToken): void {
    if (held.get(audience)?.token === fresh.token) return;
    if (subject && fresh.subject && fresh.subject !== subject) {
      held = new Map();
      dropRenewals();
      onOtherSubject();
    }
    subject = fresh.subject ?? subject;
    held = new Map(held).set(audience, fresh);
    changed();
  }

  function dropRenewals(): void {
    for (const audience of renewals.keys()) late.set(audience, (late.get(audience) ?? 0) + 1);
    renewals = new Map();
  }

  async function renewed(audience: string, of: typeof renewals): Promise<string> {
    try {
      const token = await renew(audience);
      if (of === renewals) take(audience, heldFrom(token));
      return token;
    } finally {
      // A renewal that brought somebody else has dropped itself.
      if (of === renewals) of.delete(audience);
      else late.set(audience, (late.get(audience) ?? 1) - 1);
    }
  }

  /** One renewal, however many wait for it. */
  function renewOnce(audience: string): Promise<string> {
    const underWay = renewals.get(audience) ?? renewed(audience, renewals);
    renewals.set(audience, underWay);
    return underWay;
  }

  async function renewFromNow(audience: string): Promise<string> {
    const [underWay, of] = [renewals.get(audience), renewals];
    if (!underWay) return renewOnce(audience);
    // It may have been written before what is to be in it.
    await underWay.catch(() => undefined);
    return of === renewals ? renewOnce(audience) : underWay;
  }

  function drop(audience: string): void {
    if (!held.has(audience)) return;
    held = new Map([...held].filter(([other]) => other !== audience));
    changed();
  }

  function reject(audience: string, token: string): void {
    if (held.get(audience)?.token === token) drop(audience);
  }

  return {
    async tokenFor(audience) {
      const current = held.get(audience);
      if (current && Date.now() < current.renewAt) return current.token;
      return renewOnce(audience);
    },
    renew: renewFromNow,
    remember,
    reject,
    outdate(audience) {
      drop(audience);
      renewals.get(audience)?.then(
        (token) => reject(audience, token),
        () => undefined,
      );
    },
    held: () => held,
    lookAgain: async () => undefined,
    clear() {
      held = new Map();
      dropRenewals();
      subject = null;
      changed();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}

function heldFrom(token: string): HeldToken {
  const claims = claimsOf(token);
  const now = Date.now();
  const issuedAt = (numberClaim(claims, "iat") ?? now / 1000) * 1000;
  // An opaque token tells no end: it is used for one request and asked for again.
  const claimedEnd = (numberClaim(claims, "exp") ?? now / 1000) * 1000;
  const skew = Math.abs(now - issuedAt) > TOLERATED_SKEW_MS ? now - issuedAt : 0;
  const expiresAt = claimedEnd + skew;
  const margin = Math.min(MAX_MARGIN_MS, (claimedEnd - issuedAt) * MARGIN_SHARE);
  const subject = textClaim(claims, "sub");
  return { token, claims, subject, fetchedAt: now, expiresAt, renewAt: expiresAt - margin };
}
