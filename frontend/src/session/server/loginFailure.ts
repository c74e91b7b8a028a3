/** Why a login failed whose answer the site's server took: it names a code, and this page has the words. */
import type { TokenHolder } from "@/session/tokenHolder";
import { loginBegunAt } from "./serverSession";

const SENTENCES: Record<string, string> = {
  access_denied: "the login server refused it, or it was given up there",
  login_not_begun: "it was not begun in this browser, or too long ago",
  login_too_old: "the login server did not ask you anew, as this site had to",
  login_failed: "the login server’s answer was not complete",
  issuer_unavailable: "the login server gives no answer just now",
  wrong_issuer: "the answer came from another login server",
  id_token: "this site could not accept what the login server says of you",
  token_endpoint: "the login server gave this site no tokens",
  wrong_audience: "the login server gave this site a token for something else",
  no_refresh_token: "the login server does not let this site renew your tokens",
};

/** Null where the address names no failure. */
export function loginFailure(): TokenHolder["failure"] {
  const code = new URLSearchParams(window.location.search).get("error");
  // Whoever made this address: no sentence of theirs is shown.
  if (!code || !/^[a-z_]{1,40}$/.test(code)) return null;
  return { sentence: SENTENCES[code] ?? code, returnTo: loginBegunAt() };
}
