/** Leads to a letter or a year of a list that is too long to be scrolled. */
import { t } from "@lingui/core/macro";
import classes from "./JumpBar.module.css";
import type { Start } from "./usePages";

export interface Jump extends Start {
  label: string;
  startingAt: string;
}

interface Props {
  jumps: readonly Jump[];
  onJump: (jump: Jump) => void;
}

export function JumpBar({ jumps, onJump }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: A fieldset is for the fields of a form.
    <div role="group" aria-label={t`Jump to`} className={classes.bar} data-jumps>
      {jumps.map((jump) => (
        <button
          key={jump.startingAt}
          type="button"
          aria-label={t`Jump to ${jump.label}`}
          onClick={() => onJump(jump)}
        >
          {jump.label}
        </button>
      ))}
    </div>
  );
}
