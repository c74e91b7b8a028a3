/** The provider's own pages about the account. */
import { Button, Group } from "@mantine/core";
import { useSession } from "@/session/SessionContext";
import { Section } from "@/ui/Section";

export function AccountSection() {
  const { account } = useSession().config;
  if (!account) return null;
  return (
    <Section
      title="Your account"
      lead="A second step or a passkey protects you even from somebody who knows your password."
    >
      <Group gap="sm">
        <Button component="a" href={account.password} variant="default">
          Change the password
        </Button>
        <Button component="a" href={account.mfa} variant="default">
          Two-step login and passkeys
        </Button>
        <Button component="a" href={account.signOutEverywhere} variant="default">
          Sign out everywhere
        </Button>
      </Group>
    </Section>
  );
}
