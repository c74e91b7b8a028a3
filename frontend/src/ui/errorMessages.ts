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

/** What the API says, which is English and may name more, else the sentence for its code. */
function inDetail({ detail }: Problem, sentence: string): string {
  return (i18n.locale === "en" && detail) || sentence;
}

type Worded = (problem: Problem) => ErrorMessage;

/** By their codes, the refusals of which more is to be said than their status does. */
const BY_CODE: Record<string, Worded> = {
  last_role_editor: () => ({
    title: t`Nobody could edit roles any more`,
    advice: t`Nothing was saved. Give edit:roles to somebody else first, then try again.`,
  }),
  nobody_to_undo: (problem) => ({
    title: t`Not suspended`,
    advice: inDetail(
      problem,
      t`Nobody could undo this: it takes another active person who can log in and may edit people.`,
    ),
  }),
  download_under_way: (problem) => ({
    title: t`Not downloaded`,
    advice: inDetail(problem, t`Another file of yours is being made. Wait until it is here.`),
  }),
  insufficient_user_authentication: () => ({
    title: t`This asks for a fresh login`,
    advice: t`Nothing was done. Try again and confirm that it is you; where that does not help, whoever runs this site can.`,
  }),
  name_taken: (problem) => ({
    title: t`This is taken already`,
    advice: inDetail(problem, t`Choose another name, then try again.`),
  }),
  insufficient_scope: (problem) => ({
    title: t`One ticket is missing`,
    advice: inDetail(problem, t`This needs the ticket ${problem.requiredPermission ?? ""}.`),
  }),
  at_the_tenant: (problem) => ({
    title: t`This is kept at the tenant`,
    advice: inDetail(problem, t`Nothing was saved. It is changed at the tenant itself.`),
  }),
  tenant_refused: (problem) => ({
    title: t`The tenant refused this`,
    advice: inDetail(problem, t`Nothing was saved. Whoever runs this site can see why.`),
  }),
  body_too_large: (problem) => ({
    title: t`This is too much at once`,
    advice: inDetail(problem, t`Nothing was saved. Shorten it, then try again.`),
  }),
};

function problemMessage(problem: Problem): ErrorMessage {
  const later = tryAgain(problem.retryAfterSeconds);
  const worded = BY_CODE[problem.code];
  if (worded) return worded(problem);
  switch (problem.status) {
    case 400:
      return {
        title: t`This cannot be taken as it is`,
        advice:
          Object.values(problem.fieldErrors).join(" ") ||
          inDetail(problem, t`Look at what you put in, then try again.`),
      };
    case 404:
      return {
        title: t`This is not here`,
        advice: t`It may have been deleted, or the address has a typing mistake.`,
      };
    case 412:
      return {
        title: t`Somebody changed this meanwhile`,
        advice: t`Look at the newer version first, then decide again.`,
      };
    case 429:
      return {
        title: t`That was a bit fast`,
        advice: t`Usher asks you to wait a moment. ${later}`,
      };
    case 502:
      return {
        title: t`The API did not answer as it should`,
        advice: t`The gateway reached it and could not use what came. ${later}`,
      };
    case 503:
      return { title: t`A part of Usher is not reachable`, advice: later };
    case 504:
      return { title: t`The API took too long`, advice: t`The gateway stopped waiting. ${later}` };
  }
  if (problem.status >= 500) {
    return { title: t`Something broke on our side`, advice: t`It is not your fault. ${later}` };
  }
  return { title: problem.title || t`That did not work`, advice: problem.detail || later };
}

function tryAgain(seconds: number | null): string {
  if (seconds === null) return t`Try again in a moment.`;
  if (seconds < 90) {
    return plural(seconds, { one: "Try again in # second.", other: "Try again in # seconds." });
  }
  const minutes = Math.ceil(seconds / 60);
  return plural(minutes, { one: "Try again in # minute.", other: "Try again in # minutes." });
}
