/** What an API answers instead of what was asked for, as an error with a type (RFC 9457). */
import { type FieldError, fieldSentence } from "./fieldSentences";
import type { Permission } from "./types";

/** A refusal. Its body may be anything: a proxy between answers HTML, or nothing. */
export class Problem extends Error {
  override name = "Problem";
  status: number;
  title: string;
  detail: string;
  requiredPermission: Permission | null;
  /** One sentence for each field that was refused. */
  fieldErrors: Record<string, string>;
  retryAfterSeconds: number | null;
  /** How old a login may be where a fresh one is asked for, in seconds. */
  maxAge: number | null;
  /** What programs know it by, such as last_role_editor; empty where no API of ours wrote the answer. */
  code: string;
  /** The permissions it is about, where it names several. */
  permissions: Permission[];

  constructor({ status, headers }: Response, body: unknown) {
    const fields = isRecord(body) ? body : {};
    const [title, detail] = [text(fields.title), text(fields.detail)];
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.requiredPermission = (text(fields.required_permission) || null) as Permission | null;
    this.fieldErrors = fieldErrors(fields.field_errors);
    this.maxAge = typeof fields.max_age === "number" ? fields.max_age : null;
    this.retryAfterSeconds = retryAfter(headers.get("Retry-After"));
    this.code = text(fields.code);
    this.permissions = Array.isArray(fields.permissions) ? fields.permissions : [];
  }
}

/** The refusal in an answer, which can be read again. */
export async function problemIn(response: Response): Promise<Problem> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return new Problem(response, body);
}

/** No answer came at all: the network is down, or the server is. */
export class Unreachable extends Error {}

/** The page, or a part of its code, did not come. It does by itself once the site answers. */
export class NotLoaded extends Unreachable {}

/** The provider did not answer a silent request, so no token came. */
export class ProviderTimeout extends Unreachable {
  /** The audience of one API, where it answers for others. */
  audience: string | null;

  constructor(message = "", audience: string | null = null) {
    super(message);
    this.audience = audience;
  }
}

/** The provider sees no session in a hidden frame, for the browser keeps its cookies away. */
export class CookiesBlocked extends Error {}

/** The provider wants to see the person again before it gives another token. */
export class SessionEnded extends Error {}

/** The provider wants the person's agreement, or a further proof, for the token of one API. */
export class ConsentRequired extends Error {}

/** The provider gives no token for one API, and a login would not change that. Its own sentence
 * is the message. */
export class TokenRefused extends Error {}

/** The status of a refusal, or null for anything else, such as a network that is down. */
export function statusOf(error: unknown): number | null {
  return error instanceof Problem ? error.status : null;
}

/** One sentence for each field that was refused; none where the refusal names no field. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  return error instanceof Problem ? error.fieldErrors : {};
}

function fieldErrors(said: unknown): Record<string, string> {
  const byField: Record<string, Set<string>> = {};
  for (const each of Array.isArray(said) ? (said as FieldError[]) : []) {
    byField[each.field] = (byField[each.field] ?? new Set()).add(fieldSentence(each));
  }
  return Object.fromEntries(
    Object.entries(byField).map(([field, sentences]) => [field, [...sentences].join(" ")]),
  );
}

/** Retry-After is a number of seconds or a date (RFC 9110 section 10.2.3). */
function retryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
