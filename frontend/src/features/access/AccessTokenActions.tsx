/** Takes an access token along for curl, or fetches a newer one. */
import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import type { HeldToken } from "@/session/useTokens";
import { useFetchToken } from "./useFetchToken";

export function AccessTokenActions({ token, audience }: HeldToken) {
  const clipboard = useClipboard({ timeout: 2000 });
  const renewal = useFetchToken(audience);

  return (
    <>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => clipboard.copy(token)}>
          {clipboard.copied ? "Copied" : "Copy the access token"}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={renewal.isPending}
          onClick={() => renewal.mutate()}
        >
          Fetch a new token
        </Button>
      </Group>
      {renewal.error && <p role="alert">No new token came. Try again in a moment.</p>}
    </>
  );
}
