/** A page about the person who is logged in. It stays theirs while they look through somebody
 * else's eyes, and says so: a token cannot be looked at as another's. */
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { PermissionsOverride, usePerson } from "@/session/usePermissions";
import { Panel } from "@/ui/Panel";
import { useSeeAs } from "./SeeAs";

export function AboutYou({ children }: { children: ReactNode }) {
  const { seen } = useSeeAs();
  const { name } = usePerson();
  return (
    <PermissionsOverride value={null}>
      {seen && (
        <Panel tone="accent" role="note">
          <p>
            <Trans>
              This page is about you, {name}, also while you see Usher as {seen.name}: what it shows
              are your own tokens. {seen.name} sees theirs here.
            </Trans>
          </p>
        </Panel>
      )}
      {children}
    </PermissionsOverride>
  );
}
