/** Where a list is read: from its beginning, from a letter, or from where it was left. */

import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { RecordId, Search } from "./collection";
import { openedFrom, placeOf, rememberOpened, rememberPlace } from "./places";
import type { Scrolled } from "./ResultList";
import { listKey, type Rows, type Start } from "./usePages";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Of the entry in the history in which the list was left that this leads back to. */
    leftAs?: string | undefined;
  }
}

interface Reading {
  /** What was asked for when it began; for any other question a list is read from its beginning. */
  asked: string;
  start: Start;
  landing?: Scrolled["landing"];
}

const BEGINNING: Start = { at: 0 };
/** So many rows are read at once, or nearly. */
const CLOSE = 100;

/** The last of some places that is not after a row. */
const last = (places: readonly Start[], index: number) =>
  places.reduce((best, each) => (each.at <= index && each.at > best.at ? each : best));

export function useReadingPlace(name: string, asked: Search, jumps: readonly Start[] = []) {
  const queryClient = useQueryClient();
  const { state, pathname } = useLocation();
  const [path] = useState(pathname);
  // While the list is being left the address is that of the next page already.
  const key = pathname === path ? state.__TSR_key : undefined;
  const question = JSON.stringify(asked);
  const [reading, setReading] = useState<Reading>(() => {
    const place = placeOf(key) ?? placeOf(state.leftAs);
    if (!place) return { asked: question, start: BEGINNING };
    const { index, offset, held, near } = place;
    const isHeld = queryClient.getQueryData(listKey([name, "list", asked], held)) !== undefined;
    return { asked: question, start: isHeld ? held : near, landing: { index, offset } };
  });
  // Until its link has the focus.
  const opened = useRef(openedFrom(key) ?? openedFrom(state.leftAs));
  const { start, landing } = reading.asked === question ? reading : { start: BEGINNING };
  // Wherever pages began that were read once, it can be read again.
  const visited = useRef<{ question: string; starts: Map<number, Start> }>(null);
  if (visited.current?.question !== question) visited.current = { question, starts: new Map() };
  const { starts } = visited.current;

  return {
    key,
    start,
    opened,
    open: (id: RecordId) => rememberOpened(key, id),
    startOver: () => setReading({ asked: "", start: BEGINNING }),
    jump: (next: Search, { at, startingAt }: Start) =>
      setReading({ asked: JSON.stringify(next), start: { at, ...(startingAt && { startingAt }) } }),
    scrolledBy: (rows: Rows<unknown>): Omit<Scrolled, "isUniform"> => {
      if (!rows.isOutdated) for (const each of rows.starts) starts.set(each.at, each);
      const nearest = (index: number) => {
        const known = last([BEGINNING, ...starts.values()], index);
        // How many rows lie before a letter is known about.
        return index - known.at > CLOSE ? last([known, ...jumps], index) : known;
      };
      return {
        landing,
        onPlace: (index, offset) =>
          rememberPlace(key, { index, offset, held: start, near: nearest(index) }),
        onFar: (index) => {
          const { at, cursor, startingAt } = nearest(index);
          const next = { at, ...(cursor && { cursor }), ...(startingAt && { startingAt }) };
          const landing = { index: index - at > CLOSE ? at : index, offset: 0 };
          if (JSON.stringify(next) !== JSON.stringify(start))
            setReading({ asked: question, start: next, landing });
        },
      };
    },
  };
}
