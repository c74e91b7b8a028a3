/** One login through oidc-client-ts: code with PKCE, state and nonce; tokens in memory alone.
 *
 * The library keeps one set of tokens for each UserManager, so every audience has one of its own;
 * with one refresh token for all they share one. Renewals take turns: a refresh token rotates, and
 * a session at the provider may let the last of several frames win. */
import {
  ErrorTimeout,
  InMemoryWebStorage,
  MetadataService,
  OidcClientSettingsStore,
  type OidcMetadata,
  type User,
  UserManager,
  type UserManagerSettings,
  WebStorageStateStore,
} from "oidc-client-ts";
import { audiencesOf, strategyOf } from "@/session/audience";
import { type Client, SILENT_LOGIN_SECONDS } from "@/session/browser/client";
import { allScopes, type Config, isCallback } from "@/session/config";
import { claimsOf, mayBeFor } from "@/session/jwt";
import { wasLoggedIn } from "@/session/loginMark";

const REVOKING_MS = 1_000;

type State = Pick<Client, "isLoading" | "user" | "error" | "hasRefreshToken">;

export interface OidcLogin extends Omit<Client, keyof State> {
  state: () => State;
  subscribe: (onChange: () => void) => () => void;
  /** Finishes the login that comes back, or looks silently for the one of before. */
  start: () => Promise<void>;
}

interface Events {
  onToken: (audience: string, token: string) => void;
  onReturn: (address: string) => void;
}

/** What is kept with a login until it comes back. */
interface Begun {
  returnTo: string;
  audience: string;
}

export function createOidcLogin(config: Config, { onToken, onReturn }: Events): OidcLogin {
  const { usesRefreshToken } = strategyOf(config);
  const settings: UserManagerSettings = {
    authority: config.issuer,
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    silent_redirect_uri: config.redirectUri,
    post_logout_redirect_uri: `${window.location.origin}/`,
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
    automaticSilentRenew: false,
    silentRequestTimeoutInSeconds: SILENT_LOGIN_SECONDS,
    requestTimeoutInSeconds: SILENT_LOGIN_SECONDS,
  };
  const managers = new Map<string, UserManager>();
  const listeners = new Set<() => void>();
  let state: State = { isLoading: true, user: undefined, error: undefined, hasRefreshToken: false };
  let idToken: string | undefined;
  let metadata: Promise<Partial<OidcMetadata>> | undefined;
  let started: Promise<void> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function become(changes: Partial<State>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  }

  /** Read once, however many ask; anew where it did not come. */
  function discovered(): Promise<Partial<OidcMetadata>> {
    metadata ??= new MetadataService(new OidcClientSettingsStore(settings)).getMetadata();
    metadata.catch(() => {
      metadata = undefined;
    });
    return metadata;
  }

  async function managerFor(audience: string): Promise<UserManager> {
    const found = await discovered();
    const key = usesRefreshToken ? config.audience : audience;
    const userStore = new WebStorageStateStore({ store: new InMemoryWebStorage() });
    const manager =
      managers.get(key) ?? new UserManager({ ...settings, metadata: found, userStore });
    managers.set(key, manager);
    return manager;
  }

  async function requestFor(audience: string, scope: string) {
    const offered = (await discovered()).scopes_supported ?? [];
    // Keycloak gives refresh tokens without it, and with it one session more at every login.
    const asks = offered.includes("offline_access") && config.flavour !== "keycloak";
    const whole = asks ? `${scope} offline_access` : scope;
    return { scope: whole, nonce: crypto.randomUUID(), ...naming(audience, config) };
  }

  /** Takes in what came, once it is for this page. */
  function take(came: User, audience: string): string {
    const { id_token = "", access_token, refresh_token, profile } = came;
    const claims = claimsOf(id_token);
    // OpenID Connect Core 3.1.3.7: these two the library leaves to us.
    if (claims?.iss !== config.issuer) throw new Error("The ID token is of another issuer.");
    if (![claims.aud].flat().includes(config.clientId)) {
      throw new Error("The ID token is for another app.");
    }
    idToken = id_token;
    if (mayBeFor(access_token, audience)) onToken(audience, access_token);
    become({ user: profile, hasRefreshToken: Boolean(refresh_token) });
    return access_token;
  }

  async function renewed(audience: string, scope: string): Promise<string> {
    const manager = await managerFor(audience);
    const request = await requestFor(audience, scope);
    const hadRefreshToken = Boolean((await manager.getUser())?.refresh_token);
    const user = await manager.signinSilent(request).catch((reason: Error) => {
      if (!hadRefreshToken) throw reason;
      // It has ended, or opens no other API; the session at the provider may go on.
      return manager.signinSilent({ ...request, forceIframeAuth: true });
    });
    return take(user as User, audience);
  }

  /** Refused or not, a turn ends and the next begins. */
  function inTurn(work: () => Promise<string>): Promise<string> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function comeBack(): Promise<void> {
    const first = await managerFor(config.audience);
    const user = await first.signinCallback();
    // In a frame the page around it goes on.
    if (!user) return;
    const { returnTo, audience } = user.state as Begun;
    const own = await managerFor(audience);
    if (own !== first) {
      await first.removeUser();
      await own.storeUser(user);
    }
    take(user, audience);
    onReturn(returnTo);
  }

  async function begin(): Promise<void> {
    if (isCallback(config) && /[?&]state=/.test(window.location.search)) {
      await comeBack().catch((reason: Error & { state?: Begun }) =>
        become({ error: Object.assign(inWords(reason), { appState: reason.state ?? null }) }),
      );
    } else if (wasLoggedIn()) {
      // What is refused here the door tells.
      const scope = allScopes(config.audience, config);
      await renew(config.audience, scope).catch(() => undefined);
    }
    become({ isLoading: false });
  }

  function renew(audience: string, scope: string): Promise<string> {
    return inTurn(() => renewed(audience, scope)).catch((reason: Error) => {
      // As Auth0's SDK calls it: the provider did not answer.
      throw isUnanswered(reason) ? Object.assign(inWords(reason), { error: "timeout" }) : reason;
    });
  }

  /** With offline access they would outlive the session that ends. No logout waits for long for it. */
  function revokeRefreshTokens(): Promise<unknown> {
    const all = [...managers.values()].map((manager) => manager.revokeTokens(["refresh_token"]));
    const patience = new Promise((resolve) => setTimeout(resolve, REVOKING_MS));
    return Promise.race([Promise.allSettled(all), patience]);
  }

  function forget(): void {
    managers.clear();
    idToken = undefined;
    become({ user: undefined, hasRefreshToken: false });
  }

  return {
    state: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    start() {
      started ??= begin();
      return started;
    },
    async login(audience, scope, returnTo, maxAge) {
      try {
        const manager = await managerFor(audience);
        const request = await requestFor(audience, scope);
        // A refresh token opens later what was asked for with the login.
        const all = usesRefreshToken && request.resource ? { resource: audiencesOf(config) } : {};
        const begun: Begun = { returnTo, audience };
        const fresh = maxAge === undefined ? {} : { max_age: maxAge };
        await manager.signinRedirect({ ...request, ...all, ...fresh, state: begun });
      } catch (reason) {
        throw inWords(reason as Error);
      }
    },
    async logout() {
      const { end_session_endpoint } = await discovered().catch(
        () => ({}) as Partial<OidcMetadata>,
      );
      const hint = idToken;
      await revokeRefreshTokens();
      const manager = end_session_endpoint ? await managerFor(config.audience) : null;
      forget();
      await manager?.signoutRedirect({ ...(hint && { id_token_hint: hint }) });
      return manager !== null;
    },
    forget,
    renew,
    readIdToken: async () => (idToken ? claimsOf(idToken) : null),
  };
}

interface Naming {
  resource?: string;
  extraQueryParams?: { audience: string };
  extraTokenParams?: Record<string, string>;
}

/** How a request says for which API the token is to be. */
function naming(audience: string, { audienceParameter }: Config): Naming {
  if (audienceParameter === "resource") {
    return { resource: audience, extraTokenParams: { resource: audience } };
  }
  if (audienceParameter === "audience") {
    return { extraQueryParams: { audience }, extraTokenParams: { audience } };
  }
  return {};
}

function isUnanswered(error: Error): boolean {
  return error instanceof ErrorTimeout || (error instanceof TypeError && navigator.onLine);
}

function inWords(error: Error): Error {
  return isUnanswered(error) ? new Error("The login server cannot be reached.") : error;
}
