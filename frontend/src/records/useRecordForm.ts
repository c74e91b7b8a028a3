/** A form's text, its way to the server, and what comes back when it is refused. */
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useEffect, useState } from "react";
import type { Versioned } from "@/api/client";
import { useDraft } from "@/drafts/useDraft";
import { fieldErrorsOf, statusOf } from "@/session/problem";
import { announce } from "@/ui/announce";
import type { LastChange } from "./LastChanged";
import { type FormValues, merge } from "./merge";

/** What somebody else has saved, and who it was. */
export interface Latest<Fields> extends Versioned<Fields> {
  change: LastChange | null;
}

/** What of somebody else's was saved together with one's own. */
export interface Together<Fields> {
  fields: (keyof Fields & string)[];
  change: LastChange | null;
}

export interface RecordFormOptions<Fields extends FormValues> {
  /** What the form begins with; a new record has no version. */
  start: Versioned<Fields>;
  /** A sentence for each field that cannot be right, before anything is sent. */
  check: (fields: Fields) => Partial<Record<keyof Fields, string>>;
  /** Refused with 412 when the record is no longer the version that the etag names. */
  save: (
    fields: Fields,
    etag: string | null,
    together: Together<Fields> | null,
  ) => Promise<unknown>;
  /** Fetches what somebody else has saved meanwhile. */
  latest?: (() => Promise<Latest<Fields>>) | undefined;
}

interface KeptForm<Fields> {
  fields: Fields;
  /** What the text began from. */
  seen: Versioned<Fields>;
}

export interface RecordFormState<Fields extends FormValues> {
  form: UseFormReturnType<Fields>;
  isSaving: boolean;
  isRestored: boolean;
  /** Why the last try failed, where no field is to blame. */
  failure: Error | null;
  /** What the text began from. */
  before: Fields;
  /** What somebody else saved meanwhile, until the person has decided. */
  theirs: Latest<Fields> | null;
  /** Saves what was decided on. */
  decide: (fields: Fields) => void;
  submit: (fields: Fields) => Promise<void>;
  /** How often fields were found wrong, here or by the server. */
  refusals: number;
  /** Notes that fields were found wrong before anything was sent. */
  refuse: () => void;
  /** Throws away what was typed, and begins from what is saved. */
  startOver: () => void;
  /** Throws away what was typed, for leaving the form. */
  discard: () => void;
}

/** One try for each version that comes between. A server that never lets one pass is not asked for ever. */
const MOST_TRIES = 5;

export function useRecordForm<Fields extends FormValues>(
  options: RecordFormOptions<Fields>,
): RecordFormState<Fields> {
  const { kept: former, keep, drop } = useDraft<KeptForm<Fields>>();
  const [kept, setKept] = useState(former);
  const [start] = useState(options.start);
  // The version the person has seen. A newer one that arrives by itself must not replace it: then
  // their change would silently undo somebody else's.
  const [seen, setSeen] = useState(kept?.seen ?? start);
  const form = useForm<Fields>({
    initialValues: kept?.fields ?? start.value,
    validate: (fields) => options.check(fields) as Record<string, string>,
  });
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const [theirs, setTheirs] = useState<Latest<Fields> | null>(null);
  const [refusals, setRefusals] = useState(0);

  const isTouched = form.isDirty() || kept !== null;
  const fields = form.getValues();
  useEffect(() => {
    if (isTouched) keep({ fields, seen });
    else drop();
  }, [isTouched, keep, drop, fields, seen]);

  const refuse = () => setRefusals((count) => count + 1);

  function mark(wrong: Record<string, string>, error: Error): void {
    form.setErrors(wrong);
    refuse();
    announce(`Not saved. ${Object.values(wrong).join(" ")}`);
    if (Object.keys(wrong).some((name) => !(name in start.value))) setFailure(error);
  }

  /** Saves over a version. Where a newer one is found, what both changed is brought together and
   * sent once more; only what both changed differently waits for the person. */
  async function saveOver(
    own: Fields,
    over: Versioned<Fields>,
    together: Together<Fields> | null,
    tries = MOST_TRIES,
  ): Promise<void> {
    try {
      await options.save(own, over.etag, together);
    } catch (error) {
      if (statusOf(error) !== 412 || !options.latest || tries === 0) throw error;
      const now = await options.latest();
      const both = merge(over.value, own, now.value, "whole");
      if (both.disputed.length > 0) {
        setTheirs(now);
        return;
      }
      const names = [...new Set([...(together?.fields ?? []), ...both.theirs])];
      const taken = names.length > 0 ? { fields: names, change: now.change } : null;
      await saveOver(both.fields, now, taken, tries - 1);
      return;
    }
    drop();
  }

  async function send(own: Fields, over: Versioned<Fields>): Promise<void> {
    setSaving(true);
    setFailure(null);
    try {
      await saveOver(own, over, null);
    } catch (error) {
      const wrong = fieldErrorsOf(error);
      if (Object.keys(wrong).length > 0) mark(wrong, error as Error);
      else setFailure(error as Error);
    } finally {
      setSaving(false);
    }
  }

  function decide(decided: Fields): void {
    if (!theirs) return;
    setSeen(theirs);
    form.setValues(decided);
    setTheirs(null);
    void send(decided, theirs);
  }

  function startOver(): void {
    setKept(null);
    setSeen(start);
    setFailure(null);
    form.setInitialValues(start.value);
    form.setValues(start.value);
    form.clearErrors();
  }

  return {
    form,
    isSaving,
    isRestored: kept !== null,
    failure,
    before: seen.value,
    theirs,
    decide,
    submit: (submitted) => send(submitted, seen),
    refusals,
    refuse,
    startOver,
    discard: drop,
  };
}
