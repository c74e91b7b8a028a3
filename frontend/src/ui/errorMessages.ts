/** Says in plain words what went wrong and what the reader can do. */

import { i18n } from "@lingui/core";
import { plural, t } from "@lingui/core/macro";
import {
  ConsentRequired,
  CookiesBlocked,
  NotLoaded,
  Problem,
  ProviderTimeout,
  SessionEnded,
  TokenRefused,
  Unreachable,
} from "@/session/problem";
import { LookingOnly } from "@/session/readOnlyFetch";

export interface ErrorMessage {
  title: string;
  advice: string;
}

export function errorMessage(error: Error): ErrorMessage {
  if (error instanceof Problem) return problemMessage(error);
  if (error instanceof ProviderTimeout && error.audience) {
    return {
      title: t`No token came for this API`,
      advice: t`The login server did not answer when asked for ${error.audience}. Try again in a moment. Where it stays so, whoever runs this site looks whether the login server knows that audience.`,
    };
  }
  if (error instanceof ProviderTimeout) {
    return {
      title: t`The login server does not answer`,
      advice: t`So no new token came. Try again in a moment, or log in again.`,
    };
  }
  if (error instanceof ConsentRequired) {
    return {
      title: t`This waits for your agreement`,
      advice: t`The login server asks you first, before this page may show you what is behind it.`,
    };
  }
  if (error instanceof CookiesBlocked) {
    return {
      title: t`The login server cannot see your login`,
      advice: t`This browser keeps its cookies away from it here. Logging in again does not help.`,
    };
  }
  if (error instanceof TokenRefused) {
    return {
      title: t`The login server gives no token for this API`,
      advice: t`It says: “${error.message.replace(/\.$/, "")}.” Whoever runs this site can change that.`,
    };
  }
  if (error instanceof NotLoaded) {
    return {
      title: t`This page could not be loaded yet`,
      advice: t`It loads by itself once Usher can be reached again. What you typed elsewhere stays.`,
    };
  }
  if (error instanceof Unreachable) {
    return {
      title: t`Usher cannot be reached`,
      advice: t`Check your connection, then try again. What you see may be out of date.`,
    };
  }
  if (error instanceof LookingOnly) {
    return { title: t`You are only looking`, advice: error.message };
  }
  if (error instanceof SessionEnded) {
    return {
      title: t`Your session has ended`,
      advice: t`Log in again, then go on where you were.`,
    };
  }
  return { title: t`That did not work`, advice: t`Try again. If it stays so, load the page anew.` };
}

type Worded = (problem: Problem, later: string) => ErrorMessage;

/** What the API says, which is English and may name more, else the sentence for its code. Other
 * APIs' codes have no sentence here. */
function inDetail({ detail, code }: Problem, sentence: string): string {
  const isOurs = Object.hasOwn(BY_CODE, code);
  return ((i18n.locale === "en" || (code && !isOurs)) && detail) || sentence;
}

const unfit: Worded = (problem) => ({
  title: t`This cannot be taken as it is`,
  advice:
    Object.values(problem.fieldErrors).join(" ") ||
    inDetail(problem, t`Look at what you put in, then try again.`),
});
const loginRefused: Worded = (problem) => ({
  title: t`Your login is not taken here`,
  advice: inDetail(problem, t`Log in again, then go on where you were.`),
});
const refused: Worded = (problem) => ({
  title: t`This was refused`,
  advice: inDetail(problem, t`Nothing was done. Whoever runs this site can see why.`),
});
const nothingHere: Worded = () => ({
  title: t`This is not here`,
  advice: t`It may have been deleted, or the address has a typing mistake.`,
});
const changedMeanwhile: Worded = () => ({
  title: t`Somebody changed this meanwhile`,
  advice: t`Look at the newer version first, then decide again.`,
});
const tooMuch: Worded = (problem) => ({
  title: t`This is too much at once`,
  advice: inDetail(problem, t`Nothing was saved. Shorten it, then try again.`),
});
/** What a page asks for that is older than the site, and nobody else. */
const misfit: Worded = (problem) => ({
  title: t`This page does not fit the site any more`,
  advice: inDetail(problem, t`Nothing was saved. Load the page anew, then try again.`),
});
const tooFast: Worded = (_, later) => ({
  title: t`That was a bit fast`,
  advice: t`Usher asks you to wait a moment. ${later}`,
});
const broken: Worded = (_, later) => ({
  title: t`Something broke on our side`,
  advice: t`It is not your fault. ${later}`,
});
const noAnswer: Worded = (_, later) => ({
  title: t`The API did not answer as it should`,
  advice: t`The gateway reached it and could not use what came. ${later}`,
});
const away: Worded = (_, later) => ({
  title: t`A part of Usher is not reachable`,
  advice: later,
});
const tooLong: Worded = (_, later) => ({
  title: t`The API took too long`,
  advice: t`The gateway stopped waiting. ${later}`,
});
const unknown: Worded = ({ detail }, later) => ({
  title: t`That did not work`,
  advice: detail || later,
});

/** Every code that this house's APIs refuse with (docs/problems.md). */
const BY_CODE: Record<string, Worded> = {
  answered_already: (problem) => ({
    title: t`This was made already`,
    advice: inDetail(problem, t`Look for it before you make another.`),
  }),
  at_the_tenant: (problem) => ({
    title: t`This is kept at the tenant`,
    advice: inDetail(problem, t`Nothing was saved. It is changed at the tenant itself.`),
  }),
  bad_gateway: noAnswer,
  body_too_large: tooMuch,
  database_unavailable: away,
  directory_unavailable: away,
  download_under_way: (problem) => ({
    title: t`Not downloaded`,
    advice: inDetail(problem, t`Another file of yours is being made. Wait until it is here.`),
  }),
  foreign_request: refused,
  gateway_timeout: tooLong,
  idempotency_key_reused: misfit,
  insufficient_scope: (problem) => ({
    title: t`One ticket is missing`,
    advice: inDetail(problem, t`This needs the ticket ${problem.requiredPermission ?? ""}.`),
  }),
  insufficient_user_authentication: () => ({
    title: t`This asks for a fresh login`,
    advice: t`Nothing was done. Try again and confirm that it is you; where that does not help, whoever runs this site can.`,
  }),
  invalid_request: loginRefused,
  invalid_token: loginRefused,
  keys_unavailable: away,
  last_role_editor: () => ({
    title: t`Nobody could edit roles any more`,
    advice: t`Nothing was saved. Give edit:roles to somebody else first, then try again.`,
  }),
  length_required: misfit,
  method_not_allowed: misfit,
  name_taken: (problem) => ({
    title: t`This is taken already`,
    advice: inDetail(problem, t`Choose another name, then try again.`),
  }),
  no_session: loginRefused,
  no_token: loginRefused,
  no_upstream: away,
  nobody_to_undo: (problem) => ({
    title: t`Not suspended`,
    advice: inDetail(
      problem,
      t`Nobody could undo this: it takes another active person who can log in and may edit people.`,
    ),
  }),
  not_acceptable: misfit,
  not_configured: away,
  not_found: nothingHere,
  parse_error: unfit,
  permission_denied: refused,
  precondition_failed: changedMeanwhile,
  request_timeout: (_, later) => ({ title: t`This took too long to arrive`, advice: later }),
  server_error: broken,
  session_changed: (problem) => ({
    title: t`Somebody logged in anew in this browser`,
    advice: inDetail(problem, t`Load the page anew, to go on as the one who is logged in now.`),
  }),
  session_ended: loginRefused,
  tenant_refused: (problem) => ({
    title: t`The tenant refused this`,
    advice: inDetail(problem, t`Nothing was saved. Whoever runs this site can see why.`),
  }),
  throttled: tooFast,
  tokens_unavailable: away,
  unheld_permission: () => ({
    title: t`This takes tickets that you lack`,
    advice: t`Nothing was saved. You give only what you hold, and change only people who hold no more than you.`,
  }),
  unsupported_media_type: misfit,
  validation_error: unfit,
  wrong_host: (problem) => ({
    title: t`This is not the address of this site`,
    advice: inDetail(problem, t`Open the site under the name that whoever runs it gave it.`),
  }),
};

/** Answers without a code, or with another API's. */
const BY_STATUS: Record<number, Worded> = {
  400: unfit,
  401: loginRefused,
  403: refused,
  404: nothingHere,
  412: changedMeanwhile,
  413: tooMuch,
  429: tooFast,
  502: noAnswer,
  503: away,
  504: tooLong,
};

function problemMessage(problem: Problem): ErrorMessage {
  const byStatus = BY_STATUS[problem.status] ?? (problem.status >= 500 ? broken : unknown);
  const worded = Object.hasOwn(BY_CODE, problem.code) ? BY_CODE[problem.code] : byStatus;
  return (worded ?? byStatus)(problem, tryAgain(problem.retryAfterSeconds));
}

function tryAgain(seconds: number | null): string {
  if (seconds === null) return t`Try again in a moment.`;
  if (seconds < 90) {
    return plural(seconds, { one: "Try again in # second.", other: "Try again in # seconds." });
  }
  const minutes = Math.ceil(seconds / 60);
  return plural(minutes, { one: "Try again in # minute.", other: "Try again in # minutes." });
}
