/** The start page: what you can do here, and what there is. */
import { Skeleton } from "@mantine/core";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { usePermissions, usePerson } from "@/session/usePermissions";
import { LinkCard } from "@/ui/LinkCard";
import { Page } from "@/ui/Page";
import { CardGrid, Section } from "@/ui/Section";
import { menuFor } from "./features";
import { HomeTickets } from "./HomeTickets";

export function HomePage() {
  const { name } = usePerson();
  const { data: mine, error, refetch } = usePermissions();
  const cards = menuFor(mine).flatMap(({ to, Card }) => (Card ? [<Card key={to} />] : []));

  return (
    <Page title={`Welcome, ${mine?.name ?? name}`}>
      {mine && <HomeTickets mine={mine} />}
      {!mine && error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {!mine && !error && <Skeleton height={120} aria-busy="true" />}
      {cards.length > 0 && (
        <Section title="What is on">
          <CardGrid>{cards}</CardGrid>
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
