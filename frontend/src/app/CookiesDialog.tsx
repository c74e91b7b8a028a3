/** Says that login server and page are of different sites, what that breaks and what works. */
import { Button, Group } from "@mantine/core";
import { strategyOf } from "@/session/audience";
import { useSession } from "@/session/SessionContext";
import { hostOf } from "@/session/site";
import type { StrategyName } from "@/session/strategies";
import { Dialog } from "@/ui/Dialog";

const SURVIVES: Partial<Record<StrategyName, string>> = {
  single_audience: "one token for all APIs, until it ends and you log in again",
  gateway_client_credentials: "a gateway with its own tokens, until your token for it ends",
  token_exchange: "a gateway that exchanges your token, until that one ends",
  multi_resource_refresh_token: "one refresh token for all APIs, until the page is loaded anew",
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
    <Dialog isOpen={isOpen} onClose={onClose} title="The login server cannot see your login">
      <p>
        This page is on <b>{hostOf(window.location.origin)}</b>, the login server on{" "}
        <b>{hostOf(config.domain)}</b>: for your browser these are two sites. It keeps the cookies
        of one away from the other, so a silent request for a token finds nobody logged in.
      </p>
      <p>
        {loginHelps
          ? "Your token has ended and no other comes silently. Log in again, each time one ends."
          : "Each API here wants a token of its own, fetched in just that way. So the APIs stay closed, and logging in again does not help."}
      </p>
      <p>What works, by whoever runs this site:</p>
      <ul>
        <li>login server and page below one domain, such as login. and app.example.org</li>
        {others.map(([strategy, words]) => (
          <li key={strategy}>
            <code translate="no">{strategy}</code>: {words}
          </li>
        ))}
      </ul>
      <Group gap="sm">
        {loginHelps && (
          <Button onClick={() => login()} data-autofocus>
            Log in again
          </Button>
        )}
        <Button variant="default" onClick={onClose} data-autofocus={!loginHelps || undefined}>
          Close
        </Button>
      </Group>
    </Dialog>
  );
}
