/** Lets this tab follow what its person holds, from the login to the logout. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { textClaim } from "@/session/jwt";
import { useOwn } from "@/session/mine";
import { useSession } from "@/session/SessionContext";
import { type LiveTab, startLiveTab } from "./liveTab";

export function useLiveTab(): void {
  const { api, apiWith, noteHeld, config, tokens, status, idClaims } = useSession();
  const queryClient = useQueryClient();
  const { data: mine } = useOwn();
  const tab = useRef<LiveTab | null>(null);
  const subject = status === "signedIn" ? textClaim(idClaims, "sub") : null;

  useEffect(() => {
    if (!subject) return undefined;
    const started = startLiveTab({
      subject,
      tokens,
      queryClient,
      api,
      apiWith,
      noteHeld,
      config,
    });
    tab.current = started;
    return () => {
      tab.current = null;
      started.stop();
    };
  }, [subject, tokens, queryClient, api, apiWith, noteHeld, config]);

  useEffect(() => {
    if (mine) tab.current?.learn(mine);
  }, [mine]);
}
