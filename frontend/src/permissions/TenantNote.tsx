/** What a tenant's directory cannot promise of a change; nothing where the people are this site's own. */
import { Trans } from "@lingui/react/macro";
import { useSession } from "@/session/SessionContext";

export function TenantNote() {
  if (!useSession().config.tenantDirectory) return null;
  return (
    <p role="note">
      <Trans>
        People and roles are kept at the tenant. What is there is looked at just before a change is
        saved: who changes the same at the tenant in that moment is overwritten, and that somebody
        can still edit roles is checked beforehand, not held.
      </Trans>
    </p>
  );
}
