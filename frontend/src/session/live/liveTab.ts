/** A tab that follows what its person holds: asks, tells its siblings, and brings tokens up to
 * date. React hears of it only when something has changed. */
import type { QueryClient } from "@tanstack/react-query";
import { askAgain } from "@/api/queryClient";
import { ACCESS_KEY } from "@/session/access";
import { type Asker, askMine } from "@/session/askMine";
import { audiencesOf } from "@/session/audience";
import { knownIn, MINE_KEY, type Mine } from "@/session/mine";
import type { TokenMemory } from "@/session/tokenMemory";
import { createAsking, isInFront } from "./asking";
import { createCatchingUp } from "./catchingUp";
import { noteLeftOut } from "./leftOut";
import { onRenewal } from "./renewals";
import { createSiblings, type News } from "./siblings";

/** An answer that takes longer is given up, so that the next one is asked for. */
const PATIENCE_MS = 10_000;

interface Options extends Asker {
  subject: string;
  tokens: TokenMemory;
  queryClient: QueryClient;
}

export interface LiveTab {
  /** Takes in what is known now, whoever asked for it. */
  learn: (mine: Mine) => void;
  stop: () => void;
}

export function startLiveTab({ subject, tokens, queryClient, ...asker }: Options): LiveTab {
  const stopping = new AbortController();
  const { audience } = asker.config;
  let heard: News["version"];

  const catchUp = createCatchingUp({
    audience,
    apiAudiences: audiencesOf(asker.config).filter((api) => api !== audience),
    tokens,
    onRenewed: () => asking.atOnce(),
    onLeftOut: (names) => noteLeftOut(queryClient, names),
    onNewVersion: ({ version }) => {
      void queryClient.invalidateQueries({ queryKey: ACCESS_KEY });
      siblings.tell({ version });
    },
  });

  async function ask(): Promise<void> {
    // Somebody else asks already: the page as it starts, or after a refusal.
    if (queryClient.isFetching({ queryKey: MINE_KEY }) > 0) return;
    const known = knownIn(queryClient);
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const mine = await askMine(asker, known, signal);
    if (stopping.signal.aborted) return;
    if (mine !== known) queryClient.setQueryData(MINE_KEY, mine);
    catchUp(mine);
  }

  const isByToken = () => knownIn(queryClient)?.source === "token";
  const asking = createAsking({
    ask,
    isByToken,
    onFocus: () => siblings.takeLead(),
    onBack: () => void askAgain(queryClient),
    onTold: (waitUntil) => siblings.tell({ waitUntil }),
  });
  const siblings = createSiblings({
    subject,
    onLead: asking.setLeading,
    onNews: ({ version, waitUntil }) => {
      if (waitUntil) asking.waitUntil(waitUntil);
      // Asked once for each version told: what this tab's own token says may never agree.
      if (!version || version === heard) return;
      heard = version;
      if (version !== knownIn(queryClient)?.version) asking.atOnce();
    },
  });
  // Not at once: the question under way may be what fetched the token, and has its answer to come.
  const stopLooking = onRenewal(tokens, audiencesOf(asker.config), () => {
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
