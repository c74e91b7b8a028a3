/** Shows the page, or the ticket that is missing for it. */
import { Skeleton } from "@mantine/core";
import { Outlet, useMatches } from "@tanstack/react-router";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Refusal } from "@/permissions/Refusal";
import { RequirePermission } from "@/permissions/RequirePermission";
import type { Permission } from "@/session/types";
import { usePermissions } from "@/session/usePermissions";
import { Page } from "@/ui/Page";

export function PageGuard() {
  const requires = useMatches({
    select: (matches) => matches.at(-1)?.staticData.requires,
  });
  if (!requires) return <Outlet />;
  return (
    <RequirePermission permission={requires} otherwise={<Missing permission={requires} />}>
      <Outlet />
    </RequirePermission>
  );
}

function Missing({ permission }: { permission: Permission }) {
  const { data: mine, error, refetch } = usePermissions();
  if (mine) {
    return (
      <Page title="One ticket is missing">
        <Refusal permission={permission} />
      </Page>
    );
  }
  if (error) {
    return (
      <Page title="What you hold is not known">
        <ProblemPanel error={error} retry={() => void refetch()} />
      </Page>
    );
  }
  return <Skeleton height={160} aria-busy="true" />;
}
