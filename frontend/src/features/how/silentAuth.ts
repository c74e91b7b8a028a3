/** Tokens for an experiment: a silent authorization request beside the session.
 *
 * It rides on the person's session at the provider, as the SDK's does, but neither reads nor
 * writes what the session holds: the tokens exist for the one request they are tried with.
 * Sources: RFC 7636 (PKCE), Auth0's response_mode=web_message. */
import { t } from "@lingui/core/macro";
import { encodeBase64Url } from "@/session/base64Url";
import { ABOUT_THE_PERSON, allScopes, type Config } from "@/session/config";
import { STRATEGIES } from "@/session/strategies";
import { reach } from "./attempt";

export interface SilentTokens {
  accessToken: string;
  idToken: string;
  refreshToken?: string;
}

export class NoTokens extends Error {}

const PATIENCE_MS = 10_000;

/** With null no audience is named. Throws NoTokens with a sentence when none can be had, and when
 * the frame has not answered after `patience` milliseconds. */
export async function fetchTokensSilently(
  config: Config,
  audience: string | null,
  patience = PATIENCE_MS,
): Promise<SilentTokens> {
  const { address, verifier, state } = await silentRequest(config, audience, "web_message");
  const answer = await answerInFrame(address, config.domain, patience);
  if (answer.state !== state || !answer.code) {
    throw new NoTokens(answer.error_description ?? answer.error ?? t`The provider sent no code.`);
  }
  return redeem(answer.code, verifier, config);
}

/** The same without a frame: fetch follows the provider's answer and tells where it led. */
export async function fetchTokensByRedirect(
  config: Config,
  audience: string,
): Promise<SilentTokens> {
  const { address, verifier } = await silentRequest(config, audience, "query");
  const response = await fetch(address, { credentials: "include" }).catch(() => null);
  if (!response) throw new NoTokens(t`fetch of /authorize is not allowed from this page.`);
  const code = new URL(response.url).searchParams.get("code");
  if (!code) throw new NoTokens(t`fetch of /authorize brought ${response.status} and no code.`);
  return redeem(code, verifier, config);
}

async function silentRequest(
  config: Config,
  audience: string | null,
  responseMode: "web_message" | "query",
): Promise<{ address: string; verifier: string; state: string }> {
  const [verifier, state] = [randomText(), randomText()];
  const request = new URLSearchParams({
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    response_type: "code",
    response_mode: responseMode,
    prompt: "none",
    scope: scopesOf(config, audience),
    state,
    nonce: randomText(),
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
    ...(audience && { audience }),
  });
  return { address: `${config.domain}/authorize?${request}`, verifier, state };
}

/** As the page itself asks, with a refresh token where it has one. */
function scopesOf(config: Config, audience: string | null): string {
  if (!audience) return ABOUT_THE_PERSON;
  const scopes = allScopes(audience, config);
  return STRATEGIES[config.strategy].usesRefreshToken ? `${scopes} offline_access` : scopes;
}

/** Ends a refresh token that nobody is to have (RFC 7009). */
export async function revoke(refreshToken: string, { domain, clientId }: Config): Promise<void> {
  const body = new URLSearchParams({ client_id: clientId, token: refreshToken });
  await fetch(`${domain}/oauth/revoke`, { method: "POST", body }).catch(() => undefined);
}

async function redeem(code: string, verifier: string, config: Config): Promise<SilentTokens> {
  const response = await reach(
    new Request(`${config.domain}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: config.clientId,
        redirect_uri: config.redirectUri,
        code,
        code_verifier: verifier,
      }),
    }),
  );
  if (!response.ok) throw new NoTokens(t`The provider answered ${response.status} to the code.`);
  const tokens = (await response.json()) as Record<string, string>;
  const { access_token = "", id_token = "", refresh_token } = tokens;
  return {
    accessToken: access_token,
    idToken: id_token,
    ...(refresh_token && { refreshToken: refresh_token }),
  };
}

type Answer = Partial<Record<"code" | "state" | "error" | "error_description", string>>;

function answerInFrame(address: string, issuer: string, patience: number): Promise<Answer> {
  const frame = document.createElement("iframe");
  frame.style.display = "none";
  frame.title = t`Silent login`;
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => {
      finish();
      reject(new NoTokens(t`The provider does not answer in a hidden frame.`));
    }, patience);
    function finish() {
      clearTimeout(timer);
      window.removeEventListener("message", onMessage, true);
      frame.remove();
    }
    function onMessage(event: MessageEvent) {
      if (event.source !== frame.contentWindow) return;
      // The SDK looks at no state before it takes an answer; this one is not for it.
      event.stopImmediatePropagation();
      if (event.origin !== new URL(issuer).origin) return;
      if (event.data?.type !== "authorization_response") return;
      finish();
      resolve(event.data.response);
    }
    window.addEventListener("message", onMessage, true);
    document.body.append(frame);
    frame.src = address;
  });
}

function randomText(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return encodeBase64Url(new Uint8Array(digest));
}
