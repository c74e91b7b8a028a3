/** A tab that follows what its person holds: asks, tells its siblings, and brings tokens up to
 * date. React hears of it only when something has changed. */
import type { QueryClient } from "@tanstack/react-query";
import { audiencesOf } from "@/session/audience";
import { fetchPermissions, type Source } from "@/session/fetchPermissions";
import { askAgain } from "@/session/queryClient";
import type { Tokens } from "@/session/tokens";
import type { MyPermissions } from "@/session/types";
import { ACCESS_KEY } from "@/session/useAccess";
import { cachedPermissions, PERMISSIONS_KEY } from "@/session/usePermissions";
import { onTokenRenewed } from "./onTokenRenewed";
import { createPolling, isInFront } from "./polling";
import { createTabLeader, type News } from "./tabLeader";
import { createTokenSync } from "./tokenSync";
import { setWithheldPermissions } from "./withheldPermissions";

/** An answer that takes longer is given up, so that the next one is asked for. */
const PATIENCE_MS = 10_000;

interface Options extends Source {
  subject: string;
  tokens: Tokens;
  queryClient: QueryClient;
}

export interface LivePermissions {
  /** Takes in what is known now, whoever asked for it. */
  learn: (mine: MyPermissions) => void;
  stop: () => void;
}

export function followPermissions({
  subject,
  tokens,
  queryClient,
  ...source
}: Options): LivePermissions {
  const stopping = new AbortController();
  const { audience } = source.config;
  let heard: News["version"];

  const catchUp = createTokenSync({
    audience,
    apiAudiences: audiencesOf(source.config).filter((api) => api !== audience),
    tokens,
    onRenewed: () => asking.atOnce(),
    onLeftOut: (names) => setWithheldPermissions(queryClient, names),
    onNewVersion: ({ version }) => {
      void queryClient.invalidateQueries({ queryKey: ACCESS_KEY });
      siblings.tell({ version });
    },
  });

  async function ask(): Promise<void> {
    // Somebody else asks already: the page as it starts, or after a refusal.
    if (queryClient.isFetching({ queryKey: PERMISSIONS_KEY }) > 0) return;
    const known = cachedPermissions(queryClient);
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const mine = await fetchPermissions(source, known, signal);
    if (stopping.signal.aborted) return;
    if (mine !== known) queryClient.setQueryData(PERMISSIONS_KEY, mine);
    catchUp(mine);
  }

  const isByToken = () => !source.config.live;
  const asking = createPolling({
    ask,
    isByToken,
    onFocus: () => siblings.takeLead(),
    onBack: () => void askAgain(queryClient),
    onTold: (waitUntil) => siblings.tell({ waitUntil }),
  });
  const siblings = createTabLeader({
    subject,
    onLead: asking.setLeading,
    onNews: ({ version, waitUntil }) => {
      if (waitUntil) asking.waitUntil(waitUntil);
      // Asked once for each version told: what this tab's own token says may never agree.
      if (!version || version === heard) return;
      heard = version;
      if (version !== cachedPermissions(queryClient)?.version) asking.atOnce();
    },
  });
  // Not at once: the question under way may be what fetched the token, and has its answer to come.
  const stopLooking = onTokenRenewed(tokens, audiencesOf(source.config), () => {
    if (isByToken()) asking.soon();
  });
  if (isInFront()) siblings.takeLead();

  return {
    learn: catchUp,
    stop() {
      stopping.abort();
      stopLooking();
      asking.stop();
      siblings.stop();
    },
  };
}
