/** Something that is changed on its own page: drafted, saved over the version that was seen, and
 * put back when that was a mistake. */
import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Versioned } from "@/api/client";
import { useDraft } from "@/drafts/useDraft";
import { fieldErrorsOf, statusOf } from "@/session/problem";
import { announce } from "@/ui/announce";
import { type FormValues, isSame, merge } from "./merge";

interface Options<Value extends FormValues> {
  /** Names the record among all, so that its Undo stays while one looks elsewhere. */
  name: readonly string[];
  loaded: Versioned<Value>;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  save: (value: Value, etag: string | null) => Promise<Versioned<Value>>;
  latest: () => Promise<Versioned<Value>>;
}

/** A choice that was left before it was saved, with the version it began from. */
interface Kept<Value extends FormValues> {
  draft: Value;
  seen: Versioned<Value>;
}

export interface Conflict<Value extends FormValues> {
  before: Value;
  mine: Value;
  theirs: Value;
  isUndo: boolean;
}

/** What an Undo puts back, over which version, and what that version had become. */
interface Former<Value extends FormValues> extends Versioned<Value> {
  became: Value;
}

/** What is to be saved, and what it was made from. */
interface Sending<Value extends FormValues> {
  value: Value;
  over: Versioned<Value>;
  isUndo: boolean;
}

/** Thrown where somebody else changed the same to something else. */
class Disputed<Value extends FormValues> {
  readonly sending: Sending<Value>;
  readonly theirs: Versioned<Value>;
  constructor(sending: Sending<Value>, theirs: Versioned<Value>) {
    this.sending = sending;
    this.theirs = theirs;
  }
}

/** One try for each version that comes between. A server that never lets one pass is not asked for ever. */
const MOST_TRIES = 5;

export interface UndoableChange<Value extends FormValues> {
  /** What is saved, as far as the person has seen it. */
  before: Value;
  draft: Value;
  edit: (changes: Partial<Value>) => void;
  isChanged: boolean;
  /** Whether the draft was begun on an earlier visit to this page. */
  isRestored: boolean;
  isSaving: boolean;
  /** How often something was saved from here, an Undo included. */
  saves: number;
  failure: Error | null;
  /** A sentence for each field that was refused, until something is changed. */
  errors: Record<string, string>;
  /** What somebody else saved meanwhile and waits for the person, who changed the same. */
  conflict: Conflict<Value> | null;
  /** Saves what was decided on. */
  decide: (value: Value) => void;
  /** What somebody else changed meanwhile and was saved together with one's own. */
  together: (keyof Value & string)[];
  save: () => void;
  reset: () => void;
  /** Puts back what was there before the last change; null where there is none. */
  undo: (() => void) | null;
}

export function useUndoableChange<Value extends FormValues>(
  options: Options<Value>,
): UndoableChange<Value> {
  const { loaded, latest } = options;
  const [known, setKnown] = useState(loaded);
  const { kept, keep, drop } = useDraft<Kept<Value>>();
  const [seen, setSeen] = useState(kept?.seen ?? loaded);
  const [draft, setDraft] = useState(kept?.draft ?? loaded.value);
  const [isRestored, setRestored] = useState(kept !== null);
  const [disputed, setDisputed] = useState<Disputed<Value> | null>(null);
  const [together, setTogether] = useState<(keyof Value & string)[]>([]);
  const [failure, setFailure] = useState<Error | null>(null);
  const [saves, setSaves] = useState(0);
  const [former, setFormer] = useFormer<Value>(options.name);
  // A form says at once that it could not be saved, so it never waits for the network.
  const sending = useMutation({
    mutationFn: ({ value, etag }: Versioned<Value>) => options.save(value, etag),
    networkMode: "always",
  });

  const isChanged = !isSame(draft, seen.value, "each");
  if (loaded !== known) {
    setKnown(loaded);
    // A newer version must not slip under a change that was begun on an older one.
    if (!isChanged) {
      setSeen(loaded);
      setDraft(loaded.value);
    }
  }
  useEffect(() => {
    if (isChanged) keep({ draft, seen });
    else drop();
  }, [isChanged, keep, drop, draft, seen]);

  async function send(started: Sending<Value>): Promise<void> {
    setFailure(null);
    setDisputed(null);
    // The page can be changed while this is under way, and what is changed then is not saved yet.
    const goOnFrom = (value: Value) => setDraft((now) => merge(draft, now, value, "each").fields);
    try {
      const { saved, over, theirs } = await sendingOver(started);
      const undoTo = started.isUndo ? null : { ...saved, value: over, became: saved.value };
      setFormer(undoTo);
      setSeen(saved);
      goOnFrom(saved.value);
      setRestored(false);
      setTogether(theirs);
      setSaves((count) => count + 1);
    } catch (error) {
      if (error instanceof Disputed) {
        setDisputed(error);
        return;
      }
      goOnFrom(started.value);
      setFailure(error as Error);
    }
  }

  /** Saves over a version. Where a newer one is found, both changes are brought together and sent
   * once more, for a tick of one is no matter of the other's. */
  async function sendingOver(
    { value, over, isUndo }: Sending<Value>,
    tries = MOST_TRIES,
  ): Promise<{ saved: Versioned<Value>; over: Value; theirs: (keyof Value & string)[] }> {
    try {
      const answered = await sending.mutateAsync({ value, etag: over.etag });
      return { saved: answered.etag ? answered : await latest(), over: over.value, theirs: [] };
    } catch (error) {
      if (statusOf(error) !== 412 || tries === 0) throw error;
      const now = await latest();
      const both = merge(over.value, value, now.value, "each");
      if (both.disputed.length > 0) throw new Disputed({ value, over, isUndo }, now);
      const next = await sendingOver({ value: both.fields, over: now, isUndo }, tries - 1);
      return { ...next, theirs: [...new Set([...both.theirs, ...next.theirs])] };
    }
  }

  function decide(value: Value): void {
    if (disputed) start({ ...disputed.sending, value, over: disputed.theirs });
  }

  function edit(changes: Partial<Value>): void {
    setDraft((now) => ({ ...now, ...changes }));
    if (failure && Object.keys(fieldErrorsOf(failure)).length > 0) setFailure(null);
  }

  function reset(): void {
    setSeen(loaded);
    setDraft(loaded.value);
    setRestored(false);
    setFailure(null);
    announce("Nothing is changed.");
  }

  const start = (started: Sending<Value>) => void send(started).catch(setFailure);
  return {
    before: seen.value,
    draft,
    edit,
    isChanged,
    isRestored,
    isSaving: sending.isPending,
    saves,
    failure,
    errors: fieldErrorsOf(failure),
    conflict: disputed && conflictIn(disputed, { before: seen.value, mine: draft }),
    decide,
    together,
    save: () => start({ value: draft, over: seen, isUndo: false }),
    reset,
    undo:
      former &&
      (() => {
        const { became, etag, value } = former;
        start({ value, over: { value: became, etag }, isUndo: true });
      }),
  };
}

/** What is to be saved can be changed on while it waits, so it is taken as it stands now. */
function conflictIn<Value extends FormValues>(
  { sending, theirs }: Disputed<Value>,
  own: Pick<Conflict<Value>, "before" | "mine">,
): Conflict<Value> {
  const { isUndo, over, value } = sending;
  const undone = { before: over.value, mine: value };
  return { ...(isUndo ? undone : own), theirs: theirs.value, isUndo };
}

/** What was there before the last change, with the version that change became. It is kept beside
 * the answers of the server, and forgotten with them when another person logs in. */
function useFormer<Value extends FormValues>(name: readonly string[]) {
  const queryClient = useQueryClient();
  const queryKey = ["undo", ...name];
  const { data } = useQuery<Former<Value> | null>({
    queryKey,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const keep = (former: Former<Value> | null) => queryClient.setQueryData(queryKey, former);
  return [data ?? null, keep] as const;
}
