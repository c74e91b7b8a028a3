/** Lets this tab follow what its person holds, from the login to the logout. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { textClaim } from "@/session/jwt";
import { useSession } from "@/session/SessionContext";
import { useOwnPermissions } from "@/session/usePermissions";
import { followPermissions, type LivePermissions } from "./livePermissions";

export function useLivePermissions(): void {
  const { authorizedFetch, noteGranted, config, tokens, status, idClaims } = useSession();
  const queryClient = useQueryClient();
  const { data: mine } = useOwnPermissions();
  const tab = useRef<LivePermissions | null>(null);
  const subject = status === "signedIn" ? textClaim(idClaims, "sub") : null;

  useEffect(() => {
    if (!subject) return undefined;
    const started = followPermissions({
      subject,
      tokens,
      queryClient,
      authorizedFetch,
      noteGranted,
      config,
    });
    tab.current = started;
    return () => {
      tab.current = null;
      started.stop();
    };
  }, [subject, tokens, queryClient, authorizedFetch, noteGranted, config]);

  useEffect(() => {
    if (mine) tab.current?.learn(mine);
  }, [mine]);
}
