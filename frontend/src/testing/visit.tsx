/** Opens a page of the whole app as one of the cast, with a server of the test's own. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { createAppRouter } from "@/app/router";
import { strategyOf } from "@/session/audience";
import { createAuthorizedFetch } from "@/session/authorizedFetch";
import { sendWithToken } from "@/session/browser/sendWithToken";
import { createTokenStore } from "@/session/browser/tokenStore";
import type { Config } from "@/session/config";
import { createQueryClient } from "@/session/queryClient";
import { type Session, SessionContext } from "@/session/SessionContext";
import { createServerSession } from "@/session/server/serverSession";
import { createStepUp } from "@/session/stepUp";
import { PERMISSIONS_KEY } from "@/session/usePermissions";
import { LiveRegion } from "@/ui/LiveRegion";
import { PEOPLE } from "./people";
import { serverFor, sessionOf } from "./server";
import { accessToken } from "./tokens";

export const CONFIG: Config = {
  issuer: "http://localhost:8000/",
  domain: "http://localhost:8000",
  flavour: "auth0",
  audienceParameter: "audience",
  clientId: "usher-spa",
  redirectUri: "http://localhost:8000/callback",
  audience: "https://api.usher.example/",
  audiences: { movies: "https://movies.usher.example/", books: "https://books.usher.example/" },
  scopes: {
    "https://api.usher.example/": ["list:movies", "edit:movies", "list:books", "write:books"],
    "https://movies.usher.example/": ["list:movies", "edit:movies"],
    "https://books.usher.example/": ["list:books", "write:books"],
  },
  strategy: "single_audience",
  claimsNamespace: "https://usher.example/",
  account: { password: "/u/password/change/", mfa: "/u/mfa/", signOutEverywhere: "/u/out/" },
  demo: false,
  directory: true,
  tenantDirectory: false,
  live: true,
  grantsUnheld: false,
};

export function visit(path: string, who: keyof typeof PEOPLE, changes: Partial<Session> = {}) {
  const person = PEOPLE[who];
  const server = serverFor(person);
  const tokens = createTokenStore({
    renew: async () => accessToken(person.subject),
    onOtherSubject: () => undefined,
  });
  const config = changes.config ?? CONFIG;
  const { audience } = config;
  const atServer = strategyOf(config).usesSession
    ? createServerSession({ found: sessionOf(person), failure: null, audience })
    : null;
  const send = atServer?.send ?? sendWithToken({ config, tokens, onExpired: vi.fn() });
  const stepUp = createStepUp();
  const session: Session = {
    status: "signedIn",
    ended: null,
    config,
    idClaims: { sub: person.subject, name: person.name },
    readIdToken: async () => ({ sub: person.subject, aud: "usher-spa", name: person.name }),
    hasRefreshToken: config.strategy === "multi_resource_refresh_token",
    endsAt: atServer?.state().endsAt ?? null,
    failure: null,
    failedAt: "/",
    tokens: atServer?.tokens ?? tokens,
    authorizedFetch: createAuthorizedFetch(stepUp.asking(send)),
    stepUp,
    noteGranted: vi.fn(),
    tokenError: null,
    login: vi.fn(),
    logout: vi.fn(),
    ...changes,
  };
  const queryClient = createQueryClient({
    onRefused: () => void queryClient.invalidateQueries({ queryKey: PERMISSIONS_KEY }),
  });
  const router = createAppRouter(createMemoryHistory({ initialEntries: [path] }));

  const app = (shown: Session) => (
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={queryClient}>
          <SessionContext value={shown}>
            <RouterProvider router={router} />
            <LiveRegion />
          </SessionContext>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  );
  const { rerender } = render(app(session));
  return {
    server,
    session,
    /** The memory of tokens, where they are in this page. */
    tokens,
    router,
    queryClient,
    user: userEvent.setup(),
    /** Shows the same page with a session that has changed. */
    become: (changed: Partial<Session>) => rerender(app({ ...session, ...changed })),
  };
}
