/** What narrows the trail now, each to be taken away by itself. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { UnstyledButton } from "@mantine/core";
import classes from "./FilterChips.module.css";
import { formatDate, formatMoment } from "./moments";
import { type AuditSearch, instantOf, isWholeDay } from "./search";
import { actionInWords } from "./words";

interface Props {
  search: AuditSearch;
  onChange: (changes: AuditSearch) => void;
  onClear: () => void;
}

export function FilterChips({ search, onChange, onClear }: Props) {
  const chips = chipsOf(search);
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={t`Filters in force`}>
      {chips.map(({ text, without }) => (
        <li key={text}>
          <UnstyledButton
            className={classes.chip}
            aria-label={t`Take away: ${text}`}
            onClick={() => onChange(without)}
          >
            {text}
            <span aria-hidden="true" className={classes.cross}>
              ✕
            </span>
          </UnstyledButton>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <UnstyledButton className={classes.all} onClick={onClear}>
            <Trans>Clear the filters</Trans>
          </UnstyledButton>
        </li>
      )}
    </ul>
  );
}

function chipsOf({ list, actor, target, action, since, until }: AuditSearch) {
  const chips: { text: string; without: AuditSearch }[] = [];
  // Refusals know neither whom nor what: those filters rest meanwhile, and are not shown.
  if (list !== "refusals") {
    if (actor) chips.push({ text: t`Who: ${actor}`, without: { actor: undefined } });
    if (target) chips.push({ text: t`What: ${target}`, without: { target: undefined } });
    if (action) {
      const words = actionInWords(action);
      chips.push({ text: words, without: { action: undefined } });
    }
  }
  const [from, to] = [instantOf(since), instantOf(until)];
  if (from && to && isWholeDay(from, to)) {
    return [...chips, { text: formatDate(from), without: { since: undefined, until: undefined } }];
  }
  if (from) {
    const moment = formatMoment(from);
    chips.push({ text: t`Since ${moment}`, without: { since: undefined } });
  }
  if (to) {
    const moment = formatMoment(to);
    chips.push({ text: t`Until ${moment}`, without: { until: undefined } });
  }
  return chips;
}
