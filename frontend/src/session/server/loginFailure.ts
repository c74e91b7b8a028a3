/** Why a login failed whose answer the site's server took: it names a code, and this page has the words. */
import { t } from "@lingui/core/macro";
import type { TokenHolder } from "@/session/tokenHolder";
import { loginBegunAt } from "./serverSession";

const SENTENCES: Record<string, string> = {
  access_denied: t`the login server refused it, or it was given up there`,
  login_not_begun: t`it was not begun in this browser, or too long ago`,
  login_too_old: t`the login server did not ask you anew, as this site had to`,
  login_failed: t`the login server’s answer was not complete`,
  issuer_unavailable: t`the login server gives no answer just now`,
  wrong_issuer: t`the answer came from another login server`,
  id_token: t`this site could not accept what the login server says of you`,
  token_endpoint: t`the login server gave this site no tokens`,
  wrong_audience: t`the login server gave this site a token for something else`,
  no_refresh_token: t`the login server does not let this site renew your tokens`,
};

/** Null where the address names no failure. */
export function loginFailure(): TokenHolder["failure"] {
  const code = new URLSearchParams(window.location.search).get("error");
  // Whoever made this address: no sentence of theirs is shown.
  if (!code || !/^[a-z_]{1,40}$/.test(code)) return null;
  return { sentence: SENTENCES[code] ?? code, returnTo: loginBegunAt() };
}
