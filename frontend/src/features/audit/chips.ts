/** What narrows the trail now, in words. */
import { t } from "@lingui/core/macro";
import type { Chip } from "@/records/FilterChips";
import { formatDate, formatMoment } from "@/ui/format";
import { type AuditSearch, instantOf, isWholeDay } from "./search";
import { actionInWords, kindInWords } from "./words";

/** `found`: what the thing that is asked for by its id was called last, once that is known. */
export function chipsOf(search: AuditSearch, found: string | undefined): Chip<AuditSearch>[] {
  const { list, actor, target, target_kind: kind, target_id: id, action, since, until } = search;
  const chips: Chip<AuditSearch>[] = [];
  // Refusals know neither whom nor what: those filters rest meanwhile, and are not shown.
  if (list !== "refusals") {
    if (actor) chips.push({ label: t`Who: ${actor}`, without: { actor: undefined } });
    if (target) chips.push({ label: t`What: ${target}`, without: { target: undefined } });
    if (kind && id) {
      const what = found || `${kindInWords(kind)} ${id}`.trim();
      const without = { target_kind: undefined, target_id: undefined };
      chips.push({ label: t`Only about ${what}`, without });
    }
    if (action) chips.push({ label: actionInWords(action), without: { action: undefined } });
  }
  const [from, to] = [instantOf(since), instantOf(until)];
  if (from && to && isWholeDay(from, to)) {
    return [...chips, { label: formatDate(from), without: { since: undefined, until: undefined } }];
  }
  if (from) {
    const moment = formatMoment(from);
    chips.push({ label: t`Since ${moment}`, without: { since: undefined } });
  }
  if (to) {
    const moment = formatMoment(to);
    chips.push({ label: t`Until ${moment}`, without: { until: undefined } });
  }
  return chips;
}
