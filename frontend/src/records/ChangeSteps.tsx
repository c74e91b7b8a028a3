/** The steps of a change that can be undone: what it would mean, saving it, and taking it back. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { ActionProblem } from "@/permissions/ActionProblem";
import { formatList } from "@/ui/format";
import { TruncatedText } from "@/ui/TruncatedText";
import classes from "./ChangeSteps.module.css";
import { ConflictPanel } from "./ConflictPanel";
import type { FormValues } from "./merge";
import type { UndoableChange } from "./useUndoableChange";

interface Props<Value extends FormValues> {
  change: UndoableChange<Value>;
  labels: Record<keyof Value & string, string>;
  /** What the button says: the verb and the thing. */
  action: string;
  /** What it would mean, in whole sentences. */
  consequences: readonly string[];
  /** What keeps it from being saved as it stands. */
  wrong?: string | undefined;
  /** The fields that say themselves what the server finds wrong with them. */
  marked?: readonly (keyof Value & string)[];
  children?: ReactNode;
}

export function ChangeSteps<Value extends FormValues>(props: Props<Value>) {
  const { change, labels, action, consequences, wrong, marked = [], children } = props;
  const { isChanged, isSaving, conflict, failure, undo, saves, together } = change;
  const kept = formatList(together.map((name) => labels[name]));
  const isAtField = marked.some((name) => name in change.errors);
  const place = useRef<HTMLDivElement>(null);
  const done = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone once it is saved, and the focus would go with it.
  useEffect(() => {
    if (saves > 0) done.current?.focus();
  }, [saves]);
  const reset = () => {
    change.reset();
    place.current?.focus();
  };

  return (
    <>
      <ConflictPanel
        labels={labels}
        lists="each"
        before={conflict?.before ?? change.before}
        mine={conflict?.mine ?? change.draft}
        theirs={conflict?.theirs ?? null}
        action={action}
        isUndo={conflict?.isUndo ?? false}
        onDecide={change.decide}
      />
      <div
        ref={place}
        tabIndex={-1}
        className={classes.steps}
        data-changed={(isChanged || saves > 0) && !conflict}
      >
        {/* Always there, so that a screen reader hears what comes into it. */}
        <div
          role="status"
          className={classes.consequences}
          // What scrolls must be reached by keys.
          tabIndex={isChanged && !conflict ? 0 : undefined}
        >
          {isChanged && !conflict && (
            <>
              <h3>
                <Trans>What will change</Trans>
              </h3>
              {change.isRestored && (
                <p>
                  <Trans>You left the page before this was saved.</Trans>
                </p>
              )}
              {consequences.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
              {children}
              {wrong && <p className={classes.wrong}>{wrong}</p>}
            </>
          )}
        </div>
        {failure && !isAtField && <ActionProblem error={failure} />}
        {isChanged && !conflict && (
          <Group gap="sm">
            <Button loading={isSaving} disabled={Boolean(wrong)} onClick={change.save}>
              <TruncatedText>{action}</TruncatedText>
            </Button>
            <Button variant="default" onClick={reset}>
              <Trans>Leave it as it was</Trans>
            </Button>
          </Group>
        )}
        {!isChanged && !conflict && (undo || saves > 0) && (
          <Group gap="sm">
            <p ref={done} tabIndex={-1} className={classes.done}>
              {undo ? t`Saved.` : t`Undone. All is as it was before.`}
            </p>
            {together.length > 0 && (
              <p>
                <Trans>Somebody else changed {kept} meanwhile. That is kept.</Trans>
              </p>
            )}
            {undo && (
              <Button
                size="xs"
                variant="default"
                loading={isSaving}
                onClick={undo}
                data-undo
                aria-keyshortcuts="Control+Z"
              >
                <Trans>Undo</Trans>
              </Button>
            )}
          </Group>
        )}
      </div>
    </>
  );
}
