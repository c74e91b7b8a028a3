/** A form for one record: its fields, what was wrong with them, and the button that saves. */
import { Button, Group, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type ReactNode, useEffect, useRef } from "react";
import { ConflictPanel } from "./ConflictPanel";
import { Failure } from "./Failure";
import type { Draft } from "./merge";
import { Panel } from "./Panel";
import classes from "./RecordForm.module.css";
import { type RecordFormOptions, useRecordForm } from "./useRecordForm";

interface Props<Fields extends Draft> extends RecordFormOptions<Fields> {
  /** What the button says: the verb and the thing. */
  action: string;
  labels: Record<keyof Fields & string, string>;
  onCancel: () => void;
  children: (form: UseFormReturnType<Fields>) => ReactNode;
}

export function RecordForm<Fields extends Draft>(props: Props<Fields>) {
  const { action, labels, onCancel, children, ...options } = props;
  const state = useRecordForm(options);
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
        mine={form.getValues()}
        theirs={theirs}
        onDecide={state.decide}
      />
      <Stack gap="md" className={classes.fields}>
        <p className={classes.legend}>
          <span aria-hidden="true">*</span> must be filled in
        </p>
        {children(form)}
      </Stack>
      {state.failure && <Failure error={state.failure} />}
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

function firstWrong(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>("[aria-invalid='true']") ?? null;
}
