/** A form for one record: its fields, what was wrong with them, and the button that saves. */
import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type ReactNode, useEffect, useRef } from "react";
import { ActionProblem } from "@/permissions/ActionProblem";
import { announce } from "@/ui/announce";
import { formatList } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { ConflictPanel } from "./ConflictPanel";
import { changerName, formatMoment } from "./LastChanged";
import type { FormValues } from "./merge";
import classes from "./RecordForm.module.css";
import type { Together } from "./saveOver";
import { type Latest, type RecordFormOptions, useRecordForm } from "./useRecordForm";

interface Props<Fields extends FormValues, Saved>
  extends Omit<RecordFormOptions<Fields, Saved>, "save"> {
  /** `note` says with whose change it is saved together; null where it is one's own alone. */
  save: (fields: Fields, etag: string | null, note: string | null) => Promise<Saved>;
  /** What the button says: the verb and the thing. */
  action: string;
  labels: Record<keyof Fields & string, string>;
  onCancel: () => void;
  children: (form: UseFormReturnType<Fields>) => ReactNode;
}

export function RecordForm<Fields extends FormValues, Saved>(props: Props<Fields, Saved>) {
  const { action, labels, onCancel, children, save, ...options } = props;
  const state = useRecordForm({
    ...options,
    save: async (fields, etag, together) => {
      const note = together && togetherInWords(together, labels);
      const saved = await save(fields, etag, note);
      if (note) announce(note);
      return saved;
    },
  });
  const { form, theirs } = state;
  const element = useRef<HTMLFormElement>(null);
  const cancel = () => {
    state.discard();
    onCancel();
  };
  // Once the fields are marked, the first of them is where the person wants to be. The button that
  // was pressed was busy meanwhile, and a browser takes the focus from such a one.
  useEffect(() => {
    if (state.refusals > 0) firstWrong(element.current)?.focus();
  }, [state.refusals]);

  return (
    <form
      ref={element}
      noValidate
      className={classes.form}
      onSubmit={form.onSubmit(state.submit, state.refuse)}
    >
      {state.isRestored && (
        <Panel role="status">
          <p>What you had typed is still here. It is not saved yet.</p>
          <Button size="xs" variant="default" onClick={state.startOver}>
            Start over
          </Button>
        </Panel>
      )}
      <ConflictPanel
        labels={labels}
        lists="whole"
        before={state.before}
        mine={form.getValues()}
        theirs={theirs?.value ?? null}
        change={theirs?.change ?? null}
        action={action}
        onDecide={state.decide}
      />
      <Stack gap="md" className={classes.fields}>
        <p className={classes.legend}>
          <span aria-hidden="true">*</span> must be filled in
        </p>
        {children(form)}
      </Stack>
      {state.failure && <ActionProblem error={state.failure} />}
      <Group gap="sm">
        <Button type="submit" loading={state.isSaving} disabled={theirs !== null}>
          {action}
        </Button>
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}

function togetherInWords<Fields extends FormValues>(
  { fields, latest: { change } }: Together<Fields, Latest<Fields>>,
  labels: Record<keyof Fields & string, string>,
): string {
  const what = formatList(fields.map((name) => labels[name]));
  const who = changerName(change?.by ?? null);
  const when = change ? `on ${formatMoment(change.at)}` : "meanwhile";
  return `Saved, together with what ${who} changed ${when}: ${what}.`;
}

function firstWrong(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>("[aria-invalid='true']") ?? null;
}
