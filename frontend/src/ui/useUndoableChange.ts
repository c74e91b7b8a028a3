/** Something that is changed on its own page: drafted, saved over the version that was seen, and
 * put back when that was a mistake. */
import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Versioned } from "@/api/client";
import { fieldErrorsOf, statusOf } from "@/api/problem";
import { announce } from "./announce";
import { type Draft, isSame, merge } from "./merge";
import { useKeptText } from "./useKeptText";

interface Options<Value extends Draft> {
  /** Names the record among all, so that its Undo stays while one looks elsewhere. */
  name: readonly string[];
  loaded: Versioned<Value>;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  save: (value: Value, etag: string | null) => Promise<Versioned<Value>>;
  latest: () => Promise<Versioned<Value>>;
}

/** A choice that was left before it was saved, with the version it began from. */
interface Kept<Value extends Draft> {
  draft: Value;
  seen: Versioned<Value>;
}

export interface UndoableChange<Value extends Draft> {
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
  /** What somebody else saved meanwhile, until the person has decided. */
  theirs: Value | null;
  /** Whether the conflict is about an Undo. */
  isUndoing: boolean;
  decide: (value: Value) => void;
  save: () => void;
  reset: () => void;
  /** Puts back what was there before the last change; null where there is none. */
  undo: (() => void) | null;
}

export function useUndoableChange<Value extends Draft>(
  options: Options<Value>,
): UndoableChange<Value> {
  const { loaded, latest } = options;
  const [known, setKnown] = useState(loaded);
  const { kept, keep, drop } = useKeptText<Kept<Value>>();
  const [seen, setSeen] = useState(kept?.seen ?? loaded);
  const [draft, setDraft] = useState(kept?.draft ?? loaded.value);
  const [isRestored, setRestored] = useState(kept !== null);
  const [theirs, setTheirs] = useState<Versioned<Value> | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const [saves, setSaves] = useState(0);
  const [isUndoing, setUndoing] = useState(false);
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

  async function send(version: Versioned<Value>, undoTo: Value | null): Promise<void> {
    setFailure(null);
    setUndoing(undoTo === null);
    // The page can be changed while this is under way, and what is changed then is not saved yet.
    const goOnFrom = (value: Value) => setDraft((now) => merge(draft, now, value, "each").fields);
    try {
      const answered = await sendingOver(version);
      const saved = answered.etag ? answered : await latest();
      setFormer(undoTo && { value: undoTo, etag: saved.etag });
      setSeen(saved);
      goOnFrom(saved.value);
      setRestored(false);
      setSaves((count) => count + 1);
    } catch (error) {
      goOnFrom(version.value);
      if (statusOf(error) === 412) setTheirs(await latest());
      else setFailure(error as Error);
    }
  }

  /** A version may be new for something nobody changes here, such as a count. Then nothing is to
   * be decided, and it is sent once more. */
  async function sendingOver(version: Versioned<Value>): Promise<Versioned<Value>> {
    try {
      return await sending.mutateAsync(version);
    } catch (error) {
      if (statusOf(error) !== 412) throw error;
      const now = await latest();
      if (!isSame(now.value, seen.value, "each")) throw error;
      return sending.mutateAsync({ ...version, etag: now.etag });
    }
  }

  function decide(value: Value): void {
    if (theirs) setSeen(theirs);
    setDraft(value);
    setTheirs(null);
    setFormer(null);
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

  const start = (version: Versioned<Value>, undoTo: Value | null) =>
    void send(version, undoTo).catch(setFailure);
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
    theirs: theirs?.value ?? null,
    isUndoing,
    decide,
    save: () => start({ value: draft, etag: seen.etag }, seen.value),
    reset,
    undo: former && (() => start(former, null)),
  };
}

/** What was there before the last change, with the version that change became. It is kept beside
 * the answers of the server, and forgotten with them when another person logs in. */
function useFormer<Value>(name: readonly string[]) {
  const queryClient = useQueryClient();
  const queryKey = ["undo", ...name];
  const { data } = useQuery<Versioned<Value> | null>({
    queryKey,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const keep = (former: Versioned<Value> | null) => queryClient.setQueryData(queryKey, former);
  return [data ?? null, keep] as const;
}
