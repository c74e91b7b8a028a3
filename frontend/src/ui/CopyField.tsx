/** A text to take along: shown whole, and copied by a button. */
import { t } from "@lingui/core/macro";
import { Button, Group, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { announce } from "./announce";

interface Props {
  label: string;
  text: string;
  /** What the button says. */
  action: string;
}

export function CopyField({ label, text, action }: Props) {
  const { copy, copied, error } = useClipboard({ timeout: 4000 });
  return (
    <Group gap="sm" align="flex-end" w="100%">
      <TextInput
        label={label}
        value={text}
        readOnly
        flex="1 1 20rem"
        error={
          error && t`This browser does not let Usher copy. Select the text and copy it yourself.`
        }
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        onClick={() => {
          copy(text);
          announce(t`Copied.`);
        }}
      >
        {copied ? t`Copied` : action}
      </Button>
    </Group>
  );
}
