/** The keys that work on every page, and the button in the header that opens the same by pointer. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { UnstyledButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useState } from "react";
import { SearchIcon } from "@/ui/icons";
import classes from "./Shortcuts.module.css";
import { inField, SINGLE_KEYS } from "./shortcutKeys";

const fetchPalette = () => import("./CommandPalette");
const CommandPalette = lazy(() =>
  fetchPalette().then((palette) => ({ default: palette.CommandPalette })),
);
const KeysDialog = lazy(() =>
  import("./KeysDialog").then((keys) => ({ default: keys.KeysDialog })),
);

type Opened = "palette" | "keys" | null;

const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Shortcuts() {
  const [opened, setOpened] = useState<Opened>(null);
  const [singleKeys] = useLocalStorage(SINGLE_KEYS);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const next = meant(event, singleKeys);
      if (!next) return;
      event.preventDefault();
      const field = next === "search" ? searchField() : null;
      if (field) field.focus();
      else setOpened(next === "keys" ? "keys" : "palette");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [singleKeys]);
  const close = () => setOpened(null);

  return (
    <>
      <UnstyledButton
        className={classes.open}
        // It begins with what is seen, so that who speaks to the page can say that (WCAG 2.5.3).
        aria-label={`${t`Find or do`}. ${t`Find a page, an action or a title`}`}
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        onPointerEnter={() => void fetchPalette().catch(() => undefined)}
        onClick={() => setOpened("palette")}
      >
        <SearchIcon />
        <span className={classes.words}>
          <Trans>Find or do</Trans>
        </span>
        <kbd className={classes.keys} data-keys={IS_APPLE ? "⌘K" : "Ctrl K"} />
      </UnstyledButton>
      <Suspense>
        {opened === "palette" && (
          <CommandPalette onClose={close} onKeys={() => setOpened("keys")} />
        )}
        {opened === "keys" && <KeysDialog onClose={close} />}
      </Suspense>
    </>
  );
}

/** What a key asks for. Single keys do nothing in fields and with others held, and none does over a dialog:
 * who dictates text or rests a hand on the keys must not set anything off (WCAG 2.1.4). */
function meant(event: KeyboardEvent, singleKeys: boolean): "palette" | "search" | "keys" | null {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (event.defaultPrevented || event.isComposing || altKey) return null;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], :popover-open')) return null;
  if (ctrlKey || metaKey) {
    return key.toLowerCase() === "k" && !event.shiftKey && ctrlKey !== metaKey ? "palette" : null;
  }
  if (!singleKeys || inField(event.target)) return null;
  if (key === "/") return "search";
  return key === "?" ? "keys" : null;
}

function searchField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('main input[type="search"]');
}
