/** The provider's own pages about the account. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Section } from "@/ui/Section";

export function AccountSection() {
  const { account } = useSession().config;
  if (!account) return null;
  return (
    <Section
      title={t`Your account`}
      lead={t`A second step or a passkey protects you even from somebody who knows your password.`}
    >
      <Group gap="sm">
        <Button component="a" href={account.password} variant="default">
          <Trans>Change the password</Trans>
        </Button>
        <Button component="a" href={account.mfa} variant="default">
          <Trans>Two-step login and passkeys</Trans>
        </Button>
        <Button component="a" href={account.signOutEverywhere} variant="default">
          <Trans>Log out everywhere</Trans>
        </Button>
      </Group>
    </Section>
  );
}
