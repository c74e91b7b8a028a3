/** Says that login server and page are of different sites, what that breaks and what works. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group, Stack } from "@mantine/core";
import { strategyOf } from "@/session/audience";
import { hostOf } from "@/session/crossSite";
import { useSession } from "@/session/SessionContext";
import type { StrategyName } from "@/session/strategies";
import { Dialog } from "@/ui/Dialog";

const SURVIVES: Partial<Record<StrategyName, string>> = {
  single_audience: t`One token for all APIs, until it ends and you log in again:`,
  multi_resource_refresh_token: t`One refresh token for all APIs, until the page is loaded anew:`,
  gateway_client_credentials: t`A gateway with tokens of its own, until yours for it ends:`,
  token_exchange: t`A gateway that exchanges your token, until that one ends:`,
  backend_for_frontend: t`No token in the browser: this site’s server keeps them, and renews them too:`,
};

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

export function CookiesDialog({ isOpen, onClose }: Props) {
  const { config, login } = useSession();
  const others = Object.entries(SURVIVES).filter(([strategy]) => strategy !== config.strategy);
  // With one token for everything a new login at least brings another of those.
  const loginHelps = !strategyOf(config).hasTokenPerApi;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t`The login server cannot see your login`}>
      <p>
        <Trans>
          This page is on <b>{hostOf(window.location.origin)}</b>, the login server on{" "}
          <b>{hostOf(config.domain)}</b>: for your browser these are two sites. It keeps the cookies
          of one away from the other, so a silent request for a token finds nobody logged in.
        </Trans>
      </p>
      <p>
        {loginHelps
          ? t`Your token has ended and no other comes silently. Log in again, each time one ends.`
          : t`Each API here wants a token of its own, fetched in just that way. So the APIs stay closed, and logging in again does not help.`}
      </p>
      <p>
        <Trans>Whoever runs this site can help. What works:</Trans>
      </p>
      <Stack component="ul" gap="0.5rem" m="-0.5rem 0 0" pl="1.25rem">
        <li>
          <Trans>
            Login server and page below one domain, such as <b>login.example.org</b> and{" "}
            <b>app.example.org</b>.
          </Trans>
        </li>
        {others.map(([strategy, words]) => (
          <li key={strategy}>
            {words} <code translate="no">{strategy}</code>
          </li>
        ))}
      </Stack>
      <Group gap="sm">
        {loginHelps && (
          <Button onClick={() => login()} data-autofocus>
            <Trans>Log in again</Trans>
          </Button>
        )}
        <Button variant="default" onClick={onClose} data-autofocus={!loginHelps || undefined}>
          <Trans>Close</Trans>
        </Button>
      </Group>
    </Dialog>
  );
}
