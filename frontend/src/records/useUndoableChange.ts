/** Something that is changed on its own page: drafted, saved over the version that was seen, and
 * put back when that was a mistake. */
import { t } from "@lingui/core/macro";
import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Versioned } from "@/api/client";
import { useDraft } from "@/drafts/useDraft";
import { fieldErrorsOf } from "@/session/problem";
import { announce } from "@/ui/announce";
import { type FormValues, isSame, merge } from "./merge";
import { Disputed, saveOver } from "./saveOver";

interface Options<Value extends FormValues> {
  /** Names the record among all, so that its Undo stays while one looks elsewhere. */
  name: readonly string[];
  /** What is pointed out where it was left before it was saved. */
  called: string;
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

type DisputedChange<Value extends FormValues> = Disputed<Value, Versioned<Value>> & {
  isUndo: boolean;
};

/** What an Undo puts back, over which version, and what that version had become. */
interface Former<Value extends FormValues> extends Versioned<Value> {
  became: Value;
}

export type UndoableChange<Value extends FormValues> = ReturnType<typeof useUndoableChange<Value>>;

export function useUndoableChange<Value extends FormValues>(options: Options<Value>) {
  const { loaded, latest } = options;
  const [known, setKnown] = useState(loaded);
  const { kept, keep, drop } = useDraft<Kept<Value>>(options.called);
  const [seen, setSeen] = useState(kept?.seen ?? loaded);
  const [draft, setDraft] = useState(kept?.draft ?? loaded.value);
  const [isRestored, setRestored] = useState(kept !== null);
  const [disputed, setDisputed] = useState<DisputedChange<Value> | null>(null);
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

  async function send(value: Value, over: Versioned<Value>, isUndo: boolean): Promise<void> {
    setFailure(null);
    setDisputed(null);
    // The page can be changed while this is under way, and what is changed then is not saved yet.
    const goOnFrom = (sent: Value) => setDraft((now) => merge(draft, now, sent, "each").fields);
    try {
      const done = await saveOver(value, over, {
        lists: "each",
        save: (values, etag) => sending.mutateAsync({ value: values, etag }),
        latest,
      });
      const saved = done.saved.etag ? done.saved : await latest();
      setFormer(isUndo ? null : { ...saved, value: done.over.value, became: saved.value });
      setSeen(saved);
      goOnFrom(saved.value);
      setRestored(false);
      setTogether(done.together);
      setSaves((count) => count + 1);
    } catch (error) {
      if (error instanceof Disputed) {
        setDisputed({ ...error, isUndo });
        return;
      }
      goOnFrom(value);
      setFailure(error as Error);
    }
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
    announce(t`Nothing is changed.`);
  }

  return {
    /** What is saved, as far as the person has seen it. */
    before: seen.value,
    draft,
    edit,
    isChanged,
    /** Whether the draft was begun on an earlier visit to this page. */
    isRestored,
    isSaving: sending.isPending,
    /** How often something was saved from here, an Undo included. */
    saves,
    failure,
    /** A sentence for each field that was refused, until something is changed. */
    errors: fieldErrorsOf(failure),
    /** What somebody else saved meanwhile and waits for the person, who changed the same. */
    conflict: disputed && {
      theirs: disputed.latest.value,
      isUndo: disputed.isUndo,
      // What is to be saved can be changed on while it waits, so it is taken as it stands now.
      before: disputed.isUndo ? disputed.over.value : seen.value,
      mine: disputed.isUndo ? disputed.values : draft,
    },
    /** Saves what was decided on. */
    decide: (value: Value) => {
      if (disputed) void send(value, disputed.latest, disputed.isUndo);
    },
    /** What somebody else changed meanwhile and was saved together with one's own. */
    together,
    save: () => void send(draft, seen, false),
    reset,
    /** Puts back what was there before the last change; null where there is none. */
    undo:
      former &&
      (() => {
        const { became, etag, value } = former;
        void send(value, { value: became, etag }, true);
      }),
  };
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
