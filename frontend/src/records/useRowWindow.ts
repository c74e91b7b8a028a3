/** Which rows of a long list are drawn: those in sight, some around them, and the one with the focus.
 *
 * All rows are of one height, which is measured, so that where a row lies is one multiplication. */
import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState } from "react";

interface Options {
  count: number;
  /** The first row that is there: it is measured. */
  begin: number;
  /** How the rows are drawn, and so high in pixels until one has been measured. */
  shape: string;
  height: number;
  /** Every row is drawn where they are not of one height. */
  isWhole: boolean;
  onScroll: () => void;
}

/** Rows that are drawn one after the other, and how much room there is before them. */
export interface Stretch {
  room: number;
  indexes: number[];
}

export interface RowWindow {
  /** For the element whose rows they are. */
  ref: (element: HTMLElement | null) => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
  stretches: Stretch[];
  /** How much room there is after the last of them. */
  after: number;
  /** False until a row has been drawn whose height is known. */
  isMeasured: boolean;
  /** The first and the last row near what is in sight now, and whether the end of the list is. */
  near: () => { from: number; to: number; isAtEnd: boolean };
  /** How far down the page a row lies. */
  offsetOf: (index: number) => number;
  /** The first row that no bar covers, and how much of it is scrolled by. */
  top: () => { index: number; offset: number };
}

/** Drawn beyond what is in sight, in pixels: what comes when one scrolls on is there already. */
const AROUND = 700;
/** Lines by which what is drawn moves on, so that not every pixel draws anew. */
const STEP = 4;

export function useRowWindow(options: Options): RowWindow {
  const { count, begin, shape, height: estimate, isWhole, onScroll } = options;
  const element = useRef<HTMLElement | null>(null);
  const [measured, setMeasured] = useState({ shape: "", height: 0, columns: 1, gap: 0 });
  const isMeasured = measured.shape === shape;
  const { height, columns, gap } = isMeasured ? measured : { height: estimate, columns: 1, gap: 0 };
  const [seen, setSeen] = useState({ from: 0, to: 20 });
  const [focused, setFocused] = useState<number | null>(null);

  const near = () => {
    const { top, bottom } = element.current?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
    const line = (pixels: number) => Math.max(0, Math.floor(pixels / height / STEP) * STEP);
    return {
      from: line(-top - AROUND),
      to: line(innerHeight - top + AROUND) + STEP,
      isAtEnd: bottom - innerHeight < AROUND,
    };
  };

  const look = () => {
    const now = near();
    setSeen((before) => (before.from === now.from && before.to === now.to ? before : now));
  };

  const measure = () => {
    const list = element.current;
    const row = list?.querySelector<HTMLElement>("[data-row]:not([data-empty])");
    if (!list || !row) return;
    const { gridTemplateColumns, rowGap } = getComputedStyle(list);
    const tracks = /px/.test(gridTemplateColumns) ? gridTemplateColumns.split(" ").length : 1;
    const between = Number.parseFloat(rowGap) || 0;
    // A browser for tests lays nothing out.
    const line = row.getBoundingClientRect().height + between || estimate;
    const isSame = isMeasured && columns === tracks && Math.abs(height - line) < 0.5;
    if (!isSame) setMeasured({ shape, height: line, columns: tracks, gap: between });
  };

  useLayoutEffect(() => {
    measure();
    look();
  });
  const latest = useRef(() => {});
  useEffect(() => {
    latest.current = () => {
      // The page that comes next is scrolled to its top before this listens no more.
      if (!element.current) return;
      measure();
      look();
      onScroll();
    };
  });
  useEffect(() => {
    const update = () => latest.current();
    window.addEventListener("scroll", update, { passive: true });
    window.addEventListener("resize", update);
    return () => {
      window.removeEventListener("scroll", update);
      window.removeEventListener("resize", update);
    };
  }, []);

  const lines = Math.ceil(count / columns);
  const wanted = isMeasured ? seen : { from: begin, to: begin + 1 };
  const from = isWhole ? 0 : Math.min(wanted.from, lines);
  const to = isWhole ? lines : Math.min(wanted.to, lines);
  const alone = focused === null ? null : Math.floor(focused / columns);
  const parts: [from: number, to: number][] = [[from, to]];
  if (alone !== null && alone < from) parts.unshift([alone, alone + 1]);
  if (alone !== null && alone >= to && alone < lines) parts.push([alone, alone + 1]);
  const roomOf = (number: number) => (number > 0 ? number * height - gap : 0);

  return {
    ref: (list) => {
      element.current = list;
    },
    onFocus: ({ target }) => {
      const row = target.closest("[data-row]")?.getAttribute("data-row");
      if (row) setFocused(Number(row));
    },
    onBlur: () => setFocused(null),
    stretches: parts.map(([start, end], place) => ({
      room: roomOf(start - (parts[place - 1]?.[1] ?? 0)),
      indexes: range(start * columns, Math.min(end * columns, count)),
    })),
    isMeasured,
    after: roomOf(lines - (parts.at(-1)?.[1] ?? 0)),
    near: () => {
      const { from, to, isAtEnd } = near();
      return { from: from * columns, to: to * columns, isAtEnd };
    },
    offsetOf: (index) =>
      (element.current?.getBoundingClientRect().top ?? 0) +
      scrollY +
      Math.floor(index / columns) * height -
      covered(),
    top: () => {
      const passed = covered() - (element.current?.getBoundingClientRect().top ?? 0);
      const line = Math.max(0, Math.floor(passed / height));
      return { index: line * columns, offset: passed - line * height };
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);
}

/** What the bars at the top of the window cover, in pixels. */
function covered(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
}
