/** Shows the page, or the ticket that is missing for it. */
import { Skeleton } from "@mantine/core";
import { Outlet, useMatches } from "@tanstack/react-router";
import { can, useMine } from "@/session/mine";
import { Page } from "@/ui/Page";
import { ProblemPanel } from "@/ui/ProblemPanel";
import { Refusal } from "@/ui/Refusal";

export function PageGuard() {
  const requires = useMatches({
    select: (matches) => matches.at(-1)?.staticData.requires,
  });
  const { data: mine, error, refetch } = useMine();

  if (!requires || can(mine, requires)) return <Outlet />;
  if (mine) {
    return (
      <Page title="One ticket is missing">
        <Refusal permission={requires} />
      </Page>
    );
  }
  if (error) return <ProblemPanel error={error} retry={() => void refetch()} />;
  return <Skeleton height={160} aria-busy="true" />;
}
