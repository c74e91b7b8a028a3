/** Says in plain words what went wrong and what the reader can do. */
import { Problem, SessionEnded, Unreachable } from "@/api/problem";

export interface ErrorWords {
  title: string;
  advice: string;
}

export function wordsFor(error: Error): ErrorWords {
  if (error instanceof Problem) return wordsForProblem(error);
  if (error instanceof Unreachable) {
    return {
      title: "Usher cannot be reached",
      advice: "Check your connection, then try again. What you see may be out of date.",
    };
  }
  if (error instanceof SessionEnded) {
    return { title: "Your session has ended", advice: "Log in again, then go on where you were." };
  }
  return { title: "That did not work", advice: "Try again. If it stays so, load the page anew." };
}

function wordsForProblem(problem: Problem): ErrorWords {
  const later = tryAgain(problem.retryAfterSeconds);
  switch (problem.status) {
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
    case 503:
      return { title: "A part of Usher is not reachable", advice: later };
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
