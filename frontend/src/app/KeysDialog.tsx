/** Which keys do what, and the choice to leave single keys alone. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { Dialog } from "@/ui/Dialog";
import classes from "./KeysDialog.module.css";
import { SINGLE_KEYS } from "./shortcutKeys";

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const [singleKeys, setSingleKeys] = useLocalStorage(SINGLE_KEYS);
  return (
    <Dialog isOpen title={t`Keys`} onClose={onClose}>
      <dl className={classes.keys}>
        <Key keys={["Ctrl", "K"]} words={t`Find a page, an action or a title (⌘ K on a Mac)`} />
        <Key keys={["/"]} words={t`Go to the search of the page`} isOff={!singleKeys} />
        <Key keys={["?"]} words={t`Show these keys`} isOff={!singleKeys} />
        <Key keys={["Esc"]} words={t`Close what is open`} />
      </dl>
      <label className={classes.choice}>
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
        <span>
          <Trans>Single keys work</Trans>
          <span className={classes.hint}>
            <Trans>Off is safer with speech input. They never act in a field or a dialog.</Trans>
          </span>
        </span>
      </label>
      <Button variant="default" onClick={onClose}>
        <Trans>Close</Trans>
      </Button>
    </Dialog>
  );
}

function Key({ keys, words, isOff }: { keys: string[]; words: string; isOff?: boolean }) {
  return (
    <div className={classes.key} data-off={isOff || undefined}>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>
        {words}
        {isOff && ` (${t`turned off`})`}
      </dd>
    </div>
  );
}
