/** Puts the session, the questions to the server and the pages together. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { clearDrafts } from "@/drafts/drafts";
import { clearSeeAs } from "@/permissions/seeAsStorage";
import { clearSearches } from "@/records/lastSearch";
import type { ClientComponent } from "@/session/client";
import type { Config } from "@/session/config";
import { createQueryClient, refetchOnWindowFocus } from "@/session/queryClient";
import { SessionProvider } from "@/session/SessionProvider";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { LiveRegion } from "@/ui/LiveRegion";
import { createAppRouter } from "./router";

refetchOnWindowFocus();

interface Props {
  config: Config;
  client: ClientComponent;
}

export function App({ config, client }: Props) {
  const [queryClient] = useState(() => {
    const client = createQueryClient({
      onRefused: () => void client.invalidateQueries({ queryKey: PERMISSIONS_KEY }),
    });
    return client;
  });
  const [router] = useState(createAppRouter);
  const forgetEverything = useCallback(() => {
    queryClient.clear();
    clearDrafts();
    clearSearches();
    clearSeeAs();
  }, [queryClient]);
  const onReturn = useCallback(
    (address: string) => void router.navigate({ href: address, replace: true }),
    [router],
  );

  return (
    <QueryClientProvider client={queryClient}>
      <SessionProvider
        config={config}
        client={client}
        forgetEverything={forgetEverything}
        onReturn={onReturn}
      >
        <RouterProvider router={router} />
        <LiveRegion />
      </SessionProvider>
    </QueryClientProvider>
  );
}
