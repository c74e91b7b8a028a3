/** Says in plain words what went wrong and what the reader can do. */

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
import { asksForFreshLogin } from "@/session/stepUp";

export interface ErrorMessage {
  title: string;
  advice: string;
}

export function errorMessage(error: Error): ErrorMessage {
  if (error instanceof Problem) return problemMessage(error);
  if (error instanceof ProviderTimeout && error.audience) {
    return {
      title: "No token came for this API",
      advice: `The login server did not answer when asked for ${error.audience}. Try again in a moment. Where it stays so, whoever runs this site looks whether the login server knows that audience.`,
    };
  }
  if (error instanceof ProviderTimeout) {
    return {
      title: "The login server does not answer",
      advice: "So no new token came. Try again in a moment, or log in again.",
    };
  }
  if (error instanceof ConsentRequired) {
    return {
      title: "This waits for your agreement",
      advice: "The login server asks you first, before this page may show you what is behind it.",
    };
  }
  if (error instanceof CookiesBlocked) {
    return {
      title: "The login server cannot see your login",
      advice: "This browser keeps its cookies away from it here. Logging in again does not help.",
    };
  }
  if (error instanceof TokenRefused) {
    return {
      title: "The login server gives no token for this API",
      advice: `It says: “${error.message.replace(/\.$/, "")}.” Whoever runs this site can change that.`,
    };
  }
  if (error instanceof NotLoaded) {
    return {
      title: "This page could not be loaded yet",
      advice: "It loads by itself once Usher can be reached again. What you typed elsewhere stays.",
    };
  }
  if (error instanceof Unreachable) {
    return {
      title: "Usher cannot be reached",
      advice: "Check your connection, then try again. What you see may be out of date.",
    };
  }
  if (error instanceof LookingOnly) {
    return { title: "You are only looking", advice: error.message };
  }
  if (error instanceof SessionEnded) {
    return { title: "Your session has ended", advice: "Log in again, then go on where you were." };
  }
  return { title: "That did not work", advice: "Try again. If it stays so, load the page anew." };
}

function problemMessage(problem: Problem): ErrorMessage {
  if (problem.code === "last_role_editor") {
    return {
      title: "Nobody could edit roles any more",
      advice: "Nothing was saved. Give edit:roles to somebody else first, then try again.",
    };
  }
  if (problem.code === "nobody_to_undo") {
    return { title: "Not suspended", advice: problem.detail };
  }
  if (problem.code === "download_under_way") {
    return { title: "Not downloaded", advice: problem.detail };
  }
  if (asksForFreshLogin(problem)) {
    return {
      title: "This asks for a fresh login",
      advice:
        "Nothing was done. Try again and confirm that it is you; where that does not help, whoever runs this site can.",
    };
  }
  const later = tryAgain(problem.retryAfterSeconds);
  if (problem.code === "name_taken") {
    return { title: "This is taken already", advice: problem.detail };
  }
  switch (problem.status) {
    case 400:
      return {
        title: "This cannot be taken as it is",
        advice: Object.values(problem.fieldErrors).join(" ") || problem.detail,
      };
    case 404:
      return {
        title: "This is not here",
        advice: "It may have been deleted, or the address has a slip in it.",
      };
    case 412:
      return {
        title: "Somebody changed this meanwhile",
        advice: "Look at the newer version first, then decide again.",
      };
    case 429:
      return { title: "That was a bit fast", advice: `Usher asks you to wait a moment. ${later}` };
    case 502:
      return {
        title: "The API did not answer as it should",
        advice: `The gateway reached it and could not use what came. ${later}`,
      };
    case 503:
      return { title: "A part of Usher is not reachable", advice: later };
    case 504:
      return { title: "The API took too long", advice: `The gateway stopped waiting. ${later}` };
  }
  if (problem.status >= 500) {
    return { title: "Something broke on our side", advice: `It is not your fault. ${later}` };
  }
  return { title: problem.title || "That did not work", advice: problem.detail || later };
}

function tryAgain(seconds: number | null): string {
  if (seconds === null) return "Try again in a moment.";
  if (seconds < 90) return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
