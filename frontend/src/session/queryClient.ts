/** How often a question to the server is asked again, and what follows from a refusal. */
import { focusManager, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { Problem, ProviderTimeout, statusOf, Unreachable } from "./problem";

const MAX_RETRIES = 2;

interface Events {
  /** Called after any 403, when what we believe about the person's rights may be out of date. */
  onRefused: () => void;
}

export function createQueryClient({ onRefused }: Events): QueryClient {
  const onError = (error: Error) => {
    if (statusOf(error) === 403) onRefused();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: worthAnotherTry, staleTime: 10_000 },
      mutations: { retry: false },
    },
  });
}

/** A refusal stays one, and a server that names a time is not asked before. */
export function worthAnotherTry(failures: number, error: Error): boolean {
  if (failures >= MAX_RETRIES) return false;
  // Both have waited for long already, and somebody waits with them.
  if (error instanceof ProviderTimeout || statusOf(error) === 504) return false;
  if (!(error instanceof Problem)) return error instanceof Unreachable;
  return error.status >= 500 && error.retryAfterSeconds === null;
}

/** Asks once more for what could not be had while the server was away, and is still looked at. */
export function askAgain(queryClient: QueryClient): Promise<void> {
  return queryClient.refetchQueries({
    type: "active",
    predicate: ({ state: { error } }) =>
      error instanceof Unreachable || (statusOf(error) ?? 0) >= 500,
  });
}

/** By itself Query notices a tab that is shown again, but not a window that comes to the front. */
export function refetchOnWindowFocus(): void {
  focusManager.setEventListener((onFocus) => {
    const listener = () => onFocus();
    window.addEventListener("focus", listener);
    window.addEventListener("visibilitychange", listener);
    return () => {
      window.removeEventListener("focus", listener);
      window.removeEventListener("visibilitychange", listener);
    };
  });
}
