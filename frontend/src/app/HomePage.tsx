/** The start page: what you can do here, and what there is. */
import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { can, usePermissions, usePerson } from "@/session/usePermissions";
import { LinkCard } from "@/ui/LinkCard";
import { Page } from "@/ui/Page";
import { CardGrid, Section } from "@/ui/Section";
import { MENU } from "./features";
import { HomeTickets } from "./HomeTickets";

export function HomePage() {
  const { name } = usePerson();
  const { data: mine, error, refetch } = usePermissions();
  const open = MENU.flatMap(({ to, requires, Card }) =>
    Card && requires && can(mine, requires) ? [{ to, Card }] : [],
  );

  return (
    <Page title={`Welcome, ${mine?.name ?? name}`}>
      {mine && <HomeTickets mine={mine} />}
      {!mine && error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {!mine && !error && <Skeleton height={120} aria-busy="true" />}
      {open.length > 0 && (
        <Section title="What is on">
          <CardGrid>
            {open.map(({ to, Card }) => (
              <Suspense key={to} fallback={<Skeleton height={96} />}>
                <Card />
              </Suspense>
            ))}
          </CardGrid>
        </Section>
      )}
      <Section title="For developers">
        <CardGrid>
          <LinkCard to="/api/docs/" title="API docs" isOutside>
            Every operation with the ticket it needs, to try out as yourself.
          </LinkCard>
          <LinkCard to="/how" title="How it works">
            One login, several APIs: which token goes where, drawn and to try out.
          </LinkCard>
          <LinkCard to="/access" title="My access">
            Your roles, tickets and tokens, claim by claim in plain words.
          </LinkCard>
        </CardGrid>
      </Section>
    </Page>
  );
}
