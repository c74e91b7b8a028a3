/** A form for one record: its fields, what was wrong with them, and the button that saves. */
import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { Button, Group, VisuallyHidden } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type ReactNode, useEffect, useRef } from "react";
import { ActionProblem } from "@/permissions/ActionProblem";
import { announce } from "@/ui/announce";
import { formatList, formatMoment } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { ConflictPanel } from "./ConflictPanel";
import { changerName } from "./LastChanged";
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
  // Whoever opens a form wants to write. The page takes the focus first, as every new page does.
  useEffect(() => {
    const timer = setTimeout(() => firstInput(element.current)?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
  }, []);
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
          <p>
            <Trans>What you had typed is still here. It is not saved yet.</Trans>
          </p>
          <Button size="xs" variant="default" onClick={state.startOver}>
            <Trans>Start over</Trans>
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
      <div className={classes.sheet}>
        <p className={classes.legend}>
          <Trans>
            What is marked with <span aria-hidden="true">*</span>
            <VisuallyHidden>a star</VisuallyHidden> must be filled in.
          </Trans>
        </p>
        <ErrorSummary
          errors={form.errors}
          labels={labels}
          goTo={(name) => goTo(element.current, name)}
        />
        <div className={classes.fields}>{children(form)}</div>
        {state.failure && <ActionProblem error={state.failure} />}
        <Group gap="sm" className={classes.actions ?? ""}>
          <Button type="submit" loading={state.isSaving} disabled={theirs !== null}>
            {action}
          </Button>
          <Button variant="subtle" color="gray" onClick={cancel}>
            <Trans>Cancel</Trans>
          </Button>
        </Group>
      </div>
    </form>
  );
}

function togetherInWords<Fields extends FormValues>(
  { fields, latest: { change } }: Together<Fields, Latest<Fields>>,
  labels: Record<keyof Fields & string, string>,
): string {
  const what = formatList(fields.map((name) => labels[name]));
  const who = changerName(change?.by ?? null);
  if (!change?.at) return t`Saved, together with what ${who} changed meanwhile: ${what}.`;
  const when = formatMoment(change.at);
  return t`Saved, together with what ${who} changed on ${when}: ${what}.`;
}

interface SummaryProps {
  errors: Record<string, ReactNode>;
  labels: Record<string, string>;
  goTo: (name: string) => void;
}

/** What is to be mended, once it is more than one field: each sentence stands at its field too. */
function ErrorSummary({ errors, labels, goTo }: SummaryProps) {
  const wrong = Object.keys(errors).filter((name) => errors[name] && labels[name]);
  if (wrong.length < 2) return null;
  return (
    <div className={classes.summary}>
      <p>
        <Plural value={wrong.length} other="Not saved yet. # fields want a look:" />
      </p>
      <ul>
        {wrong.map((name) => (
          <li key={name}>
            <button type="button" onClick={() => goTo(name)}>
              {labels[name]}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function goTo(form: HTMLFormElement | null, name: string): void {
  form?.querySelector<HTMLElement>(`[data-path="${name}"]`)?.focus();
}

function firstInput(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select") ?? null;
}

function firstWrong(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>("[aria-invalid='true']") ?? null;
}
