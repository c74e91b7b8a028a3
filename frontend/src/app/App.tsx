/** Puts the session, the questions to the server and the pages together. */
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useState } from "react";
import { clearDrafts } from "@/drafts/drafts";
import { activated } from "@/i18n/activate";
import { clearSeeAs } from "@/permissions/seeAsStorage";
import { clearSearches } from "@/records/places";
import type { Config } from "@/session/config";
import { createQueryClient, refetchOnWindowFocus } from "@/session/queryClient";
import { SessionProvider } from "@/session/SessionProvider";
import type { TokenHolderComponent } from "@/session/tokenHolder";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { clearNotices } from "@/ui/notices";

refetchOnWindowFocus();

// Fetched from the start on, beside the code that logs in, and drawn once both are there.
const pages = activated.then(() => import("./Pages"));
const Pages = lazy(() => pages.then(({ Pages }) => ({ default: Pages })));

interface Props {
  config: Config;
  /** Who keeps the tokens. */
  holder: TokenHolderComponent;
}

export function App({ config, holder }: Props) {
  const [queryClient] = useState(() => {
    const client = createQueryClient({
      onRefused: () => void client.invalidateQueries({ queryKey: PERMISSIONS_KEY }),
    });
    return client;
  });
  const forgetEverything = useCallback(() => {
    queryClient.clear();
    clearDrafts();
    clearSearches();
    clearSeeAs();
    clearNotices();
  }, [queryClient]);

  return (
    <QueryClientProvider client={queryClient}>
      <SessionProvider
        config={config}
        holder={holder}
        forgetEverything={forgetEverything}
        onReturn={goTo}
      >
        <Suspense>
          <Pages />
        </Suspense>
      </SessionProvider>
    </QueryClientProvider>
  );
}

async function goTo(address: string): Promise<void> {
  const { router } = await pages;
  await router.navigate({ href: address, replace: true });
}
