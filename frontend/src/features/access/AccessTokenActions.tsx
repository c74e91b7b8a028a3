/** Takes the access token along for curl, or fetches a newer one. */
import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/session/SessionContext";
import type { ShownAccessToken } from "./useTokens";

export function AccessTokenActions({ access }: { access: ShownAccessToken }) {
  const clipboard = useClipboard({ timeout: 2000 });
  const queryClient = useQueryClient();
  const { tokens, config } = useSession();
  const renewal = useMutation({
    mutationFn: () => tokens.renew(config.audience),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["me"] }),
  });

  return (
    <>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => clipboard.copy(access.token)}>
          {clipboard.copied ? "Copied" : "Copy the access token"}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={renewal.isPending}
          onClick={() => renewal.mutate()}
        >
          Fetch a new one
        </Button>
      </Group>
      {renewal.error && <p role="alert">No new token came. Try again in a moment.</p>}
    </>
  );
}
