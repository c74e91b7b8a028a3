/** Why a login failed whose answer the site's server took: it names a code, and this page has the words. */
import type { TokenHolder } from "@/session/tokenHolder";
import { loginBegunAt } from "./serverSession";

const SENTENCES: Record<string, string> = {
  access_denied: "The login was refused or given up.",
  consent_required: "The login server wants your agreement first.",
};

/** Null where the address names no failure. */
export function loginFailure(): TokenHolder["failure"] {
  const code = new URLSearchParams(window.location.search).get("error");
  // Whoever made this address, no words of theirs are shown.
  if (!code || !/^[a-z_]{1,40}$/.test(code)) return null;
  return { sentence: SENTENCES[code] ?? code, returnTo: loginBegunAt() };
}
