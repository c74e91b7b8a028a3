/** Why no new token came, in this app's own terms. */
import { OAuthError } from "@auth0/auth0-react";
import { SessionEnded, Unreachable } from "@/api/problem";

/** Errors after which only the person can go on (OpenID Connect Core, section 3.1.2.6). */
const INTERACTIVE = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);

export function reasonOf(error: Error): Error {
  if (!(error instanceof OAuthError)) return error;
  if (INTERACTIVE.has(error.error)) return new SessionEnded(error.error);
  return error.error === "timeout" ? new Unreachable("The provider does not answer.") : error;
}

export function sentenceOf(error: Error): string {
  return error instanceof OAuthError ? (error.error_description ?? error.error) : error.message;
}
