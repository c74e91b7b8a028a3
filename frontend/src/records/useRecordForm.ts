/** A form's text, its way to the server, and what comes back when it is refused. */
import { t } from "@lingui/core/macro";
import { useForm } from "@mantine/form";
import { useEffect, useState } from "react";
import type { Versioned } from "@/api/client";
import { useDraft } from "@/drafts/useDraft";
import { fieldErrorsOf } from "@/session/problem";
import { announce } from "@/ui/announce";
import type { LastChange } from "./LastChanged";
import type { FormValues } from "./merge";
import { Disputed, saveOver, type Together } from "./saveOver";

/** What somebody else has saved, and who it was. */
export interface Latest<Fields> extends Versioned<Fields> {
  change: LastChange | null;
}

export interface RecordFormOptions<Fields extends FormValues, Saved> {
  /** What the form begins with; a new record has no version. */
  start: Versioned<Fields>;
  /** A sentence for each field that cannot be right, before anything is sent. */
  check: (fields: Fields) => Partial<Record<keyof Fields, string>>;
  save: (
    fields: Fields,
    etag: string | null,
    together: Together<Fields, Latest<Fields>> | null,
  ) => Promise<Saved>;
  /** Told what was saved, and over which text. */
  onSaved: (saved: Saved, over: Fields) => void;
  latest?: (() => Promise<Latest<Fields>>) | undefined;
}

interface KeptForm<Fields> {
  fields: Fields;
  /** What the text began from. */
  seen: Versioned<Fields>;
}

export function useRecordForm<Fields extends FormValues, Saved>(
  options: RecordFormOptions<Fields, Saved>,
) {
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
    const reasons = Object.values(wrong).join(" ");
    announce(t`Not saved. ${reasons}`);
    if (Object.keys(wrong).some((name) => !(name in start.value))) setFailure(error);
  }

  async function send(own: Fields, over: Versioned<Fields>): Promise<void> {
    setSaving(true);
    setFailure(null);
    try {
      const { save, latest } = options;
      const done = await saveOver(own, over, { lists: "whole", save, latest });
      drop();
      options.onSaved(done.saved, done.over.value);
    } catch (error) {
      if (error instanceof Disputed) {
        setTheirs(error.latest);
        return;
      }
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
    /** Why the last try failed, where no field is to blame. */
    failure,
    /** What the text began from. */
    before: seen.value,
    /** What somebody else saved meanwhile, until the person has decided. */
    theirs,
    /** Saves what was decided on. */
    decide,
    submit: (submitted: Fields) => send(submitted, seen),
    /** How often fields were found wrong, here or by the server. */
    refusals,
    /** Notes that fields were found wrong before anything was sent. */
    refuse,
    /** Throws away what was typed, and begins from what is saved. */
    startOver,
    /** Throws away what was typed, for leaving the form. */
    discard: drop,
  };
}
