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
        {token && (
          <Button size="xs" variant="default" onClick={() => clipboard.copy(token)}>
            {clipboard.copied ? "Copied" : "Copy the access token"}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          loading={renewal.isPending}
          onClick={() => renewal.mutate()}
        >
          {token ? "Fetch a new token" : "Have new tokens fetched"}
        </Button>
      </Group>
      {renewal.error && <p role="alert">No new token came. Try again in a moment.</p>}
    </>
  );
}
