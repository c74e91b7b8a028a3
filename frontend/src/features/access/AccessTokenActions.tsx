/** Takes an access token along for curl, or fetches a newer one. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
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
            {clipboard.copied ? t`Copied` : t`Copy the access token`}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          loading={renewal.isPending}
          onClick={() => renewal.mutate()}
        >
          {token ? t`Fetch a new token` : t`Have new tokens fetched`}
        </Button>
      </Group>
      {renewal.error && (
        <p role="alert">
          <Trans>No new token came. Try again in a moment.</Trans>
        </p>
      )}
    </>
  );
}
