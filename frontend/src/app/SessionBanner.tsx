/** Stands above the page while a token is missing and the person goes on without it. */
import { t } from "@lingui/core/macro";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/session/SessionContext";
import type { TokenError } from "@/session/tokenError";
import { announce } from "@/ui/announce";
import classes from "./SessionBanner.module.css";
import { useApiTitle } from "./useApiTitle";

interface Props {
  /** Null where there is nothing to say. */
  tokenError: TokenError | null;
  /** Shows the dialog again. */
  explain: () => void;
}

export function SessionBanner({ tokenError, explain }: Props) {
  const api = useApiTitle();
  return (
    <div role="status">
      {tokenError?.kind === "timeout" && <TimeoutBanner audience={tokenError.audience} />}
      {tokenError?.kind === "consent" && (
        <Bar sentence={t`${api} waits for your agreement.`}>
          <Action onClick={explain}>{t`Show the question`}</Action>
        </Bar>
      )}
      {tokenError?.kind === "cookiesBlocked" && (
        <Bar sentence={t`The login server cannot see your login from here.`}>
          <Action onClick={explain}>{t`Why, and what works`}</Action>
        </Bar>
      )}
    </div>
  );
}

/** Nobody knows whether the session lasts, so both are offered. */
function TimeoutBanner({ audience }: { audience: string }) {
  const { tokens, login } = useSession();
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => tokens.renew(audience),
    onSuccess: () => {
      announce(t`The login server answers again.`);
      document.getElementById("content")?.focus();
      const failed = {
        predicate: ({ state }: { state: { status: string } }) => state.status === "error",
      };
      return queryClient.invalidateQueries(failed);
    },
  });
  return (
    <Bar sentence={t`The login server does not answer, so no new token came.`}>
      <Action onClick={() => again.mutate()} isBusy={again.isPending}>{t`Try again`}</Action>
      <Action onClick={() => login()}>{t`Log in again`}</Action>
    </Bar>
  );
}

function Bar({ sentence, children }: { sentence: string; children: React.ReactNode }) {
  return (
    <div className={classes.bar}>
      <p>{sentence}</p>
      {children}
    </div>
  );
}

interface ActionProps {
  onClick: () => void;
  isBusy?: boolean;
  children: string;
}

function Action({ onClick, isBusy = false, children }: ActionProps) {
  return (
    <Button size="xs" variant="default" loading={isBusy} onClick={onClick}>
      {children}
    </Button>
  );
}
