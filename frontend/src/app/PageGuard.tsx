/** Shows the page, or the ticket that is missing for it. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { Outlet, useMatches } from "@tanstack/react-router";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Refusal } from "@/permissions/Refusal";
import { RequirePermission } from "@/permissions/RequirePermission";
import { namesClaim } from "@/session/jwt";
import type { Permission } from "@/session/types";
import { usePermissions } from "@/session/usePermissions";
import { useLoginClaims } from "@/session/useTokens";
import { Page } from "@/ui/Page";
import { Panel } from "@/ui/Panel";

export function PageGuard() {
  const requires = useMatches({
    select: (matches) => matches.at(-1)?.staticData.requires,
  });
  const isLikely = useTokenSays(requires);
  if (!requires) return <Outlet />;
  return (
    <RequirePermission
      permission={requires}
      isLikely={isLikely}
      otherwise={<Missing permission={requires} />}
    >
      <Outlet />
    </RequirePermission>
  );
}

/** Whether the login's own token names the permission, while the server has not said what is held.
 * Then the page asks its API meanwhile, which guards itself. */
function useTokenSays(permission: Permission | undefined): boolean {
  const { isPending } = usePermissions();
  const claims = useLoginClaims();
  return isPending && (namesClaim(claims, "permissions") ?? []).includes(permission ?? "");
}

function Missing({ permission }: { permission: Permission }) {
  const { data: mine, error, refetch } = usePermissions();
  const resource = mine?.resources.find(({ name }) => permission.endsWith(`:${name}`));
  const failure = mine?.failures?.[resource?.name ?? ""] ?? error;
  if (failure) {
    return (
      <Page title={t`What you hold is not known`}>
        <ProblemPanel error={failure} retry={() => void refetch()} />
      </Page>
    );
  }
  if (!mine) return <Skeleton height={160} aria-busy="true" />;
  if (!resource) return <NotServed />;
  return (
    <Page title={t`One ticket is missing`}>
      <Refusal permission={permission} />
    </Page>
  );
}

/** No ticket opens what is not there. */
function NotServed() {
  return (
    <Page title={t`This site does not know people`}>
      <Panel role="status">
        <p>
          <Trans>
            Who there is and which roles they hold is known to the login server alone. Whoever runs
            this site can let it know them too, with the setting{" "}
            <code translate="no">DIRECTORY</code>.
          </Trans>
        </p>
      </Panel>
    </Page>
  );
}
