/** Sets up the client and the token memory, and feeds one with the other. */
import { type ReactNode, useCallback, useRef, useState } from "react";
import type { ClientComponent } from "./client";
import type { Config } from "./config";
import { SessionState } from "./SessionState";
import type { GrantedByAudience } from "./scopes";
import { createTokenStore } from "./tokenStore";
import type { Renew } from "./useTokenRenewal";

interface Props {
  config: Config;
  /** What logs in, as `loadClient` answers. */
  client: ClientComponent;
  /** Called when whatever was fetched for one person must not be seen by the next. */
  forgetEverything: () => void;
  /** Goes to the page where the login began. */
  onReturn: (address: string) => void;
  children: ReactNode;
}

export function SessionProvider(props: Props) {
  const { config, client: Client, forgetEverything, onReturn, children } = props;
  // The memory renews by the client, which exists only below.
  const renew = useRef<Renew>(() => Promise.reject(new Error("The session has not begun.")));
  const [held] = useState<GrantedByAudience>(() => new Map());
  const forget = useCallback(() => {
    held.clear();
    forgetEverything();
  }, [held, forgetEverything]);
  const [tokens] = useState(() =>
    createTokenStore({ renew: (audience) => renew.current(audience), onOtherSubject: forget }),
  );
  const provideRenew = useCallback((by: Renew) => {
    renew.current = by;
  }, []);
  const loggedInAt = useRef<number | null>(null);
  const shared = { config, tokens, loggedInAt };

  return (
    <Client {...shared} onReturn={onReturn}>
      <SessionState {...shared} held={held} forgetEverything={forget} provideRenew={provideRenew}>
        {children}
      </SessionState>
    </Client>
  );
}
