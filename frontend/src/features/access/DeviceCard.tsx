/** One browser: what it calls itself, where it is, since when, and the way to log it out. */
import "@mantine/core/styles/Badge.css";
import { Badge, Button, Text } from "@mantine/core";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Panel } from "@/ui/Panel";
import { type Device, useEndDevice } from "./api";
import { browserInWords } from "./browserInWords";

interface Props {
  device: Device;
  onEnded: () => void;
}

export function DeviceCard({ device, onEnded }: Props) {
  const { id, current, created, last_used, address, user_agent } = device;
  const ending = useEndDevice();
  const name = browserInWords(user_agent);
  // By then the list may have been read anew, without this button.
  const end = () => void ending.mutateAsync(id).then(onEnded, () => undefined);
  return (
    <Panel>
      <h3>{name}</h3>
      <Text c="dimmed" fz="0.9375rem">
        At {address || "an address that is not known"}, since {momentInWords(created)}, last used{" "}
        {momentInWords(last_used)}.
      </Text>
      {current ? (
        <Badge variant="default" size="lg" tt="none">
          this browser
        </Badge>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={ending.isPending}
          onClick={end}
          aria-label={`Log out of ${name}, since ${momentInWords(created)}`}
        >
          Log out there
        </Button>
      )}
      {ending.error && <ProblemPanel error={ending.error} />}
    </Panel>
  );
}

function momentInWords(time: string): string {
  return new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
