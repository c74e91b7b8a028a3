/** A list from the server in each of its states: coming, there, empty, refused, and growing. */
import { t } from "@lingui/core/macro";
import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Panel } from "@/ui/Panel";
import type { RecordId } from "./collection";
import classes from "./ResultList.module.css";
import { RowCards } from "./RowCards";
import { type Column, RowTable } from "./RowTable";
import type { Rows } from "./usePages";
import { type RowWindow, useRowWindow } from "./useRowWindow";

export interface Noun {
  one: string;
  many: string;
}

/** How rows are drawn. */
export type View = "dense" | "comfortable" | "covers";

/** A list that is read on by scrolling. */
export interface Scrolled {
  /** Whether all rows are of one height on a phone too, so that only those in sight are drawn. */
  isUniform: boolean;
  /** The row to begin at, once. Rows are counted from the beginning of the list, as far as is known. */
  landing: { index: number; offset: number } | undefined;
  onPlace: (index: number, offset: number) => void;
  /** Called with a row in sight that is far from all that are held. */
  onFar: (index: number) => void;
}

interface Props<Row> {
  rows: Rows<Row>;
  noun: Noun;
  columns: readonly Column<Row>[];
  /** One row on a phone, or among covers. */
  card: (row: Row, isCover: boolean) => ReactNode;
  ordering: string;
  onOrdering: (ordering: string) => void;
  /** How many there are, when that is known. */
  total: number | undefined;
  /** Undefined when no filter narrows the list. */
  onClear: (() => void) | undefined;
  view?: View;
  scrolled?: Scrolled;
}

const DESKTOP = "(min-width: 48em)";

export const useIsDesktop = () => useMediaQuery(DESKTOP, true, { getInitialValueInEffect: false });

export function ResultList<Row extends { id: RecordId }>(props: Props<Row>) {
  const { rows: list, noun, onClear } = props;
  const isDesktop = useIsDesktop();
  if (!list.rows && list.error) return <ProblemPanel error={list.error} retry={list.retry} />;
  if (!list.rows) return <Placeholder isDesktop={isDesktop} noun={noun} />;
  if (list.rows.length === 0) return <Empty noun={noun} onClear={onClear} />;
  return <Found {...props} held={list.rows} isDesktop={isDesktop} />;
}

/** So many places are kept for rows of which it is only known that they are there. */
const BEFORE = 60;
const AFTER = 12;
/** Farther from what is held than so many rows, reading on page by page would take long. */
const FAR = 150;
/** In pixels, until a row has been drawn. */
const HEIGHTS = { dense: 40, comfortable: 64, covers: 330, cards: 134 };

function Found<Row extends { id: RecordId }>(
  props: Props<Row> & { held: Row[]; isDesktop: boolean },
) {
  const { rows: list, held, noun, columns, ordering, onOrdering, isDesktop, scrolled } = props;
  const { view = "dense", total, card } = props;
  const isGrid = view === "covers";
  const shape = !isGrid && !isDesktop ? "cards" : view;
  // Rows before those that are held have a place each, so that nothing moves when they come.
  const before = list.hasEarlier ? Math.max(list.first, BEFORE) : 0;
  const count = before + held.length + (list.hasMore && scrolled ? AFTER : 0);
  const isWhole = !scrolled || (shape === "cards" && !scrolled.isUniform);
  const window = useRowWindow({
    count,
    begin: before,
    shape,
    height: HEIGHTS[shape],
    isWhole,
    onScroll: () => {
      const { index, offset } = window.top();
      scrolled?.onPlace(index - before + list.first, offset);
    },
  });
  useLanding(list, before, window, scrolled);
  useReading(list, { before, held: held.length, isWhole }, window, scrolled);
  const drawn = {
    label: noun.many,
    window,
    rowAt: (index: number) => held[index - before],
    total: total ?? (list.hasMore ? -1 : count),
  };

  return (
    <div className={classes.list} aria-busy={list.isOutdated} data-outdated={list.isOutdated}>
      {list.error && list.isOutdated && <ProblemPanel error={list.error} retry={list.retry} />}
      {isDesktop && !isGrid ? (
        <div className={classes.sheet}>
          <RowTable
            {...drawn}
            columns={columns}
            ordering={ordering}
            onOrdering={onOrdering}
            comfortable={view === "comfortable"}
          />
        </div>
      ) : (
        <RowCards {...drawn} isGrid={isGrid} card={(row) => card(row, isGrid)} />
      )}
      {list.error && !list.isOutdated && <ProblemPanel error={list.error} retry={list.retry} />}
      {list.hasMore && (
        <Button
          variant="default"
          className={classes.more}
          loading={list.isLoadingMore}
          onClick={list.loadMore}
        >
          {t`More ${noun.many}`}
        </Button>
      )}
    </div>
  );
}

/** Goes to where the list is to be read from, once an answer to another question is there, and stays at
 * the same rows when it turns out that others lie before them than was known, or when something comes
 * above the list before anybody has scrolled. */
function useLanding(
  list: Rows<unknown>,
  before: number,
  window: RowWindow,
  scrolled: Scrolled | undefined,
): void {
  const { question, first, isOutdated } = list;
  const answered = useRef<{ question: string; shift: number } | null>(null);
  const landedAt = useRef<number | null>(null);
  const shift = before - first;
  useLayoutEffect(() => {
    if (!scrolled || !question || isOutdated || !window.isMeasured) return;
    const last = answered.current;
    answered.current = { question, shift };
    const goTo = (top: number) => globalThis.scrollTo({ top, behavior: "instant" });
    const isNew = last?.question !== question;
    if (scrolled.landing && (isNew || landedAt.current === scrollY)) {
      const { index, offset } = scrolled.landing;
      goTo(window.offsetOf(index + shift) + offset);
      landedAt.current = scrollY;
    } else if (!isNew) {
      const moved = window.offsetOf(shift) - window.offsetOf(last.shift);
      if (moved) globalThis.scrollBy({ top: moved, behavior: "instant" });
    } else if (before > 0) goTo(window.offsetOf(before));
    else if (last && window.top().index > 0) goTo(window.offsetOf(0));
  });
}

/** Asks for the pages that come into sight, without a word from the reader. */
function useReading(
  list: Rows<unknown>,
  { before, held, isWhole }: { before: number; held: number; isWhole: boolean },
  window: RowWindow,
  scrolled: Scrolled | undefined,
): void {
  useEffect(() => {
    if (!scrolled || list.isFetching || list.error || !window.isMeasured) return;
    const { from, to, isAtEnd } = window.near();
    const end = before + held;
    if (!isWhole && (to < before - FAR || from > end + FAR))
      scrolled.onFar(from - before + list.first);
    else if (list.hasMore && (isWhole ? isAtEnd : to > end)) list.loadMore();
    else if (list.hasEarlier && from < before) list.loadEarlier();
  });
}

function Empty({ noun, onClear }: Pick<Props<never>, "noun" | "onClear">) {
  return (
    <Panel role="status">
      <h2>{onClear ? t`No ${noun.one} matches` : t`There are no ${noun.many} yet`}</h2>
      {onClear && (
        <>
          <p>{t`Try fewer letters, or take a filter away.`}</p>
          <Button variant="default" onClick={onClear}>
            {t`Clear the filters`}
          </Button>
        </>
      )}
    </Panel>
  );
}

const ROWS = Array.from({ length: 12 }, (_, index) => index);

/** Holds the place of a list that is coming, in its size. */
function Placeholder({ isDesktop, noun }: { isDesktop: boolean; noun: Noun }) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>{t`Fetching the ${noun.many}`}</VisuallyHidden>
      {ROWS.map((row) => (
        <Skeleton key={row} height={isDesktop ? 40 : 126} mb={isDesktop ? 1 : 8} radius={4} />
      ))}
    </div>
  );
}
