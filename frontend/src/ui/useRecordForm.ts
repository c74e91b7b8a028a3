/** A form's text, its way to the server, and what comes back when it is refused. */
import { type UseFormReturnType, useForm } from "@mantine/form";
import { type RefObject, useEffect, useState } from "react";
import { fieldErrorsOf, statusOf } from "@/api/problem";
import { announce } from "./announce";
import type { Draft } from "./merge";
import { useKeptText } from "./useKeptText";

export interface RecordFormOptions<Fields extends Draft> {
  initial: Fields;
  /** A sentence for each field that cannot be right, before anything is sent. */
  check: (fields: Fields) => Partial<Record<keyof Fields, string>>;
  save: (fields: Fields) => Promise<unknown>;
  /** Fetches what somebody else has saved meanwhile. */
  latest?: (() => Promise<Fields>) | undefined;
  /** The version the text began from; kept and given back together with it. */
  seen?: RefObject<string | null> | undefined;
}

interface KeptForm<Fields> {
  fields: Fields;
  seen: string | null;
}

export interface RecordFormState<Fields extends Draft> {
  form: UseFormReturnType<Fields>;
  isSaving: boolean;
  isRestored: boolean;
  /** Why the last try failed, where no field is to blame. */
  failure: Error | null;
  /** What somebody else saved meanwhile, until the person has decided. */
  theirs: Fields | null;
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

export function useRecordForm<Fields extends Draft>(
  options: RecordFormOptions<Fields>,
): RecordFormState<Fields> {
  const { kept: former, keep, drop } = useKeptText<KeptForm<Fields>>();
  const [kept, setKept] = useState(former);
  const form = useForm<Fields>({
    initialValues: kept?.fields ?? options.initial,
    validate: (fields) => options.check(fields) as Record<string, string>,
  });
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const [theirs, setTheirs] = useState<Fields | null>(null);
  const [refusals, setRefusals] = useState(0);

  const isTouched = form.isDirty() || kept !== null;
  const fields = form.getValues();
  const { seen } = options;
  const [version] = useState(() => seen?.current ?? null);
  useEffect(() => {
    if (kept && seen) seen.current = kept.seen;
  }, [kept, seen]);
  useEffect(() => {
    if (isTouched) keep({ fields, seen: seen?.current ?? null });
    else drop();
  }, [isTouched, keep, drop, fields, seen]);

  const refuse = () => setRefusals((count) => count + 1);

  async function refused(error: Error): Promise<void> {
    const wrong = fieldErrorsOf(error);
    if (Object.keys(wrong).length > 0) {
      form.setErrors(wrong);
      refuse();
      announce(`Not saved. ${Object.values(wrong).join(" ")}`);
      const unknown = Object.keys(wrong).some((name) => !(name in options.initial));
      if (unknown) setFailure(error);
    } else if (statusOf(error) === 412 && options.latest) {
      setTheirs(await options.latest());
    } else {
      setFailure(error);
    }
  }

  async function submit(submitted: Fields): Promise<void> {
    setSaving(true);
    setFailure(null);
    try {
      await options.save(submitted);
      drop();
    } catch (error) {
      await refused(error as Error).catch(setFailure);
    } finally {
      setSaving(false);
    }
  }

  function decide(decided: Fields): void {
    form.setValues(decided);
    setTheirs(null);
  }

  function startOver(): void {
    setKept(null);
    if (seen) seen.current = version;
    setFailure(null);
    form.setInitialValues(options.initial);
    form.setValues(options.initial);
    form.clearErrors();
  }

  return {
    form,
    isSaving,
    isRestored: kept !== null,
    failure,
    theirs,
    decide,
    submit,
    refusals,
    refuse,
    startOver,
    discard: drop,
  };
}
