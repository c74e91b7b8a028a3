/** Shows the page, or the ticket that is missing for it. A form with text in it stays, whatever is
 * taken away meanwhile: it cannot be saved, and nothing of it is lost. */
import { Skeleton } from "@mantine/core";
import { Outlet, useLocation, useMatches } from "@tanstack/react-router";
import { can, useMine } from "@/session/mine";
import { Page } from "@/ui/Page";
import { ProblemPanel } from "@/ui/ProblemPanel";
import { Refusal } from "@/ui/Refusal";
import { TakenNote } from "./TakenNote";
import { useUnsavedForms } from "./useUnsavedForms";

export function PageGuard() {
  const requires = useMatches({
    select: (matches) => matches.at(-1)?.staticData.requires,
  });
  const { data: mine, error, refetch } = useMine();
  const { pathname } = useLocation();
  const hasText = useUnsavedForms().some(({ path }) => path === pathname);

  const isMissing = requires !== undefined && !can(mine, requires);
  if (!isMissing || (mine && hasText)) {
    return (
      <>
        {isMissing && <TakenNote permission={requires} />}
        <Outlet />
      </>
    );
  }
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
