/** The claims of the ID token, read again whenever a new token has come. */
import { useEffect, useState } from "react";
import type { Claims } from "./jwt";
import { useSession } from "./SessionContext";

export function useIdToken(): Claims | null {
  const { readIdToken, tokens } = useSession();
  const [claims, setClaims] = useState<Claims | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = () => void readIdToken().then((now) => isCurrent && setClaims(now));
    read();
    // Each access token comes with an ID token in the same answer.
    const stop = tokens.subscribe(read);
    return () => {
      isCurrent = false;
      stop();
    };
  }, [readIdToken, tokens]);
  return claims;
}
