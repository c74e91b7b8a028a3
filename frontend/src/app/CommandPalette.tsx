/** One field that finds every page, action and title: a combobox over a list (WAI-ARIA), in a dialog. */
import "@mantine/core/styles/Paper.css";
import "@mantine/core/styles/Overlay.css";
import "@mantine/core/styles/ModalBase.css";
import "@mantine/core/styles/Modal.css";
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { CloseButton, Modal, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { formatCount } from "@/ui/format";
import { SearchIcon } from "@/ui/icons";
import classes from "./CommandPalette.module.css";
import { type Command, type CommandGroup, matching, useCommands } from "./commands";
import { useTitleSearch } from "./useTitleSearch";

interface Props {
  onClose: () => void;
  onKeys: () => void;
}

const PAUSE_MS = 200;

export function CommandPalette({ onClose, onKeys }: Props) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const [searched] = useDebouncedValue(typed, PAUSE_MS);
  const found = useTitleSearch(searched);
  const groups = [...matching(useCommands(onKeys), typed), ...(typed.trim() ? found.groups : [])];
  const all = groups.flatMap(({ commands }) => commands);
  const id = useId();
  const chosen = all[Math.min(active, all.length - 1)];

  const run = (command: Command) => {
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) {
      event.preventDefault();
      setActive((Math.min(active, all.length - 1) + step + all.length) % all.length);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing && chosen) {
      event.preventDefault();
      run(chosen);
    }
  };

  return (
    <Modal.Root
      opened
      onClose={onClose}
      size="lg"
      yOffset="12dvh"
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay backgroundOpacity={0.55} />
      <Modal.Content aria-label={t`Find a page, an action or a title`}>
        <div className={classes.field}>
          <SearchIcon />
          <input
            className={classes.input}
            data-autofocus
            role="combobox"
            aria-label={t`Find a page, an action or a title`}
            aria-expanded={all.length > 0}
            aria-controls={id}
            aria-autocomplete="list"
            aria-activedescendant={chosen && `${id} ${chosen.id}`.replaceAll(" ", "-")}
            autoComplete="off"
            spellCheck={false}
            placeholder={t`A page, an action, a title`}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <CloseButton aria-label={t`Close`} onClick={onClose} />
        </div>
        <Results
          id={id}
          groups={groups}
          chosen={chosen}
          onRun={run}
          onPoint={(command) => setActive(all.indexOf(command))}
        />
        <p role="status" className={classes.status}>
          <Status count={all.length} isPending={found.isPending} />
        </p>
      </Modal.Content>
    </Modal.Root>
  );
}

function Status({ count, isPending }: { count: number; isPending: boolean }) {
  if (isPending) return <Trans>Looking through the titles …</Trans>;
  if (count === 0) return <Trans>Nothing here is called so, or you may not see it.</Trans>;
  const number = formatCount(count);
  return (
    <>
      <VisuallyHidden>{t`${number} found.`} </VisuallyHidden>
      <span aria-hidden="true" className={classes.keys}>
        <kbd>↑</kbd> <kbd>↓</kbd> <Trans>choose</Trans> <kbd>↵</kbd> <Trans>open</Trans>{" "}
        <kbd>Esc</kbd> <Trans>close</Trans>
      </span>
    </>
  );
}

interface ResultsProps {
  id: string;
  groups: readonly CommandGroup[];
  chosen: Command | undefined;
  onRun: (command: Command) => void;
  onPoint: (command: Command) => void;
}

function Results({ id, groups, chosen, onRun, onPoint }: ResultsProps) {
  const idOf = (command: Command) => `${id} ${command.id}`.replaceAll(" ", "-");
  const chosenId = chosen && idOf(chosen);
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView?.({ block: "nearest" });
  }, [chosenId]);
  return (
    <div id={id} role="listbox" aria-label={t`What was found`} className={classes.results}>
      {groups.map(({ title, commands }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
        <div key={title} role="group" aria-label={title}>
          <p aria-hidden="true" className={classes.title}>
            {title}
          </p>
          {commands.map((command) => (
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
            <div
              key={command.id}
              id={idOf(command)}
              role="option"
              aria-selected={command === chosen}
              className={classes.option}
              onPointerMove={() => command !== chosen && onPoint(command)}
              onClick={() => onRun(command)}
            >
              <span className={classes.label}>{command.label}</span>
              {command.hint && <span className={classes.hint}>{command.hint}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
