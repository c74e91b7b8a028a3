/** What a list is narrowed down by, each to be taken away. */
import { t } from "@lingui/core/macro";
import { useRef } from "react";
import { CloseIcon } from "@/ui/icons";
import type { Search } from "./collection";
import classes from "./FilterChips.module.css";

export interface Chip<Asked = Search> {
  /** "Genre: Crime" */
  label: string;
  /** What the search becomes without it. */
  without: Asked;
}

interface Props<Asked> {
  chips: readonly Chip<Asked>[];
  onRemove: (changes: Asked) => void;
  onClear: () => void;
}

export function FilterChips<Asked>({ chips, onRemove, onClear }: Props<Asked>) {
  const list = useRef<HTMLDivElement>(null);
  /** The focus goes on to what is there still. */
  const keepFocus = () => list.current?.focus();
  return (
    <div ref={list} tabIndex={-1} className={classes.chips}>
      {chips.map(({ label, without }) => (
        <button
          key={label}
          type="button"
          className={classes.chip}
          aria-label={t`Take away the filter ${label}`}
          onClick={() => {
            keepFocus();
            onRemove(without);
          }}
        >
          {label}
          <CloseIcon />
        </button>
      ))}
      {chips.length > 1 && (
        <button
          type="button"
          className={classes.all}
          onClick={() => {
            keepFocus();
            onClear();
          }}
        >
          {t`Clear the filters`}
        </button>
      )}
    </div>
  );
}
