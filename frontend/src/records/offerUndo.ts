/** Offers to take back what was just done: by an ordinary call of the person's own, which says the
 * version it takes back and needs the same permission. */
import { t } from "@lingui/core/macro";
import { Problem } from "@/session/problem";
import { errorMessage } from "@/ui/errorMessages";
import { showNotice } from "@/ui/notices";

/** In seconds. */
const UNDO_LASTS = 10;
const DONE_LASTS = 5;

/** Thrown by an undo that left something as it is, which its sentence names. */
export class LeftAlone extends Error {
  constructor(
    sentence: string,
    readonly why: string,
  ) {
    super(sentence);
  }
}

/** `done`: what was done, as a sentence. `undo` is refused with 412 where that was changed meanwhile. */
export function offerUndo(done: string, undo: () => Promise<unknown>): void {
  async function takeBack(): Promise<void> {
    try {
      await undo();
      sayDone(t`Undone. It is as it was before.`);
    } catch (error) {
      const isPart = error instanceof LeftAlone;
      sayFailed(isPart ? error.message : t`This could not be undone.`, error as Error);
    }
  }
  const button = { label: t`Undo`, act: () => void takeBack() };
  showNotice({ words: () => done, seconds: UNDO_LASTS, button });
}

/** For what is done and cannot be taken back. */
export function sayDone(sentence: string): void {
  showNotice({ words: () => sentence, seconds: DONE_LASTS });
}

/** Stays until it is closed, for what failed was decided on a page that was left since. */
export function sayFailed(sentence: string, error: Error): void {
  showNotice({ words: () => sentence, detail: reasonOf(error), seconds: null });
}

function reasonOf(error: Error): string {
  if (error instanceof LeftAlone) return error.why;
  if (error instanceof Problem && error.status === 403 && error.requiredPermission) {
    const permission = error.requiredPermission;
    return t`This needs the ticket ${permission}.`;
  }
  const { title, advice } = errorMessage(error);
  return `${title}. ${advice}`;
}
