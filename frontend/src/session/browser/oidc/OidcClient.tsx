/** Logs in at any OpenID Provider whose endpoints stand in its discovery document. */
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { ClientContext, type ClientProps } from "@/session/browser/client";
import { createOidcLogin } from "./oidcLogin";

export function OidcClient({ config, tokens, loggedInAt, onReturn, children }: ClientProps) {
  const [login] = useState(() =>
    createOidcLogin(config, {
      onToken: tokens.remember,
      onReturn: (address) => {
        loggedInAt.current = Date.now();
        onReturn(address);
      },
    }),
  );
  const state = useSyncExternalStore(login.subscribe, login.state);
  useEffect(() => void login.start(), [login]);
  const client = useMemo(() => ({ ...login, ...state }), [login, state]);
  return <ClientContext value={client}>{children}</ClientContext>;
}
