/** The site's server keeps the tokens: one request says at the start who is logged in. */
import { useMemo, useSyncExternalStore } from "react";
import { type Config, isCallback } from "@/session/config";
import {
  type TokenHolderComponent,
  TokenHolderContext,
  type TokenHolderProps,
} from "@/session/tokenHolder";
import { loginFailure } from "./loginFailure";
import { createServerSession, findSession } from "./serverSession";

declare global {
  interface Window {
    /** What GET /bff/session answers, which the page's HTML has asked already (project/spa.py). */
    usherSession?: Promise<Response>;
  }
}

/** Rejects when the server does not answer, and the page cannot start. */
export async function findTokensAtServer(config: Config): Promise<TokenHolderComponent> {
  const failure = isCallback(config) ? loginFailure() : null;
  const found = failure ? null : await findSession(window.usherSession);
  const session = createServerSession({ found, failure, audience: config.audience });
  return function TokensAtServer({ children }: TokenHolderProps) {
    const state = useSyncExternalStore(session.subscribe, session.state);
    const holder = useMemo(() => ({ ...session, ...state }), [state]);
    return <TokenHolderContext value={holder}>{children}</TokenHolderContext>;
  };
}
