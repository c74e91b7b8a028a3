/** The start page: what you can do here, what is new, what you lack, and what a developer wants. */
import { t } from "@lingui/core/macro";
import { Skeleton } from "@mantine/core";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { useSeeAs } from "@/permissions/SeeAs";
import { ResourceShelf } from "@/records/ResourceShelf";
import { useAccess } from "@/session/useAccess";
import { can, usePermissions, usePerson } from "@/session/usePermissions";
import { Page } from "@/ui/Page";
import { CardGrid, Section } from "@/ui/Section";
import { menuFor, RESOURCES } from "./features";
import { HomeChanges } from "./HomeChanges";
import { DeveloperLinks, HomeDevelopers } from "./HomeDevelopers";
import { HomeMissing } from "./HomeMissing";
import classes from "./HomePage.module.css";
import { givenDirectly, HomeTickets, heldInWords } from "./HomeTickets";

export function HomePage() {
  const { name, roles } = usePerson();
  const { data: mine, error, refetch } = usePermissions();
  const { data: access } = useAccess();
  const { seen } = useSeeAs();
  const shownName = mine?.name ?? name;
  const holdsNothing = mine?.permissions.length === 0;
  const cards = menuFor(mine).flatMap(({ to, Card }) => (Card ? [<Card key={to} />] : []));
  const shelves = RESOURCES.filter(({ resource }) => can(mine, `list:${resource.name}`));

  return (
    <Page title={t`Welcome, ${shownName}`}>
      <DeveloperLinks className={classes.quick ?? ""} />
      <div className={classes.columns}>
        <div className={classes.main}>
          {mine && <HomeTickets mine={mine} />}
          {!mine && error && <ProblemPanel error={error} retry={() => void refetch()} />}
          {!mine && !error && <Skeleton height={240} aria-busy="true" />}
          {mine && mine.permissions.length > 0 && (
            <Section
              title={t`What you can do here`}
              lead={`${heldInWords(mine.permissions.length, mine.roles ?? roles ?? [])} ${seen ? "" : givenDirectly(access)}`}
            >
              <CardGrid>{cards}</CardGrid>
            </Section>
          )}
          {shelves.map(({ resource }) => (
            <ResourceShelf key={resource.name} resource={resource} />
          ))}
          {can(mine, "list:audit") && <HomeChanges />}
          {holdsNothing && <HomeMissing isWide />}
        </div>
        <div className={classes.side}>
          <HomeDevelopers />
          {mine && !holdsNothing && <HomeMissing />}
        </div>
      </div>
    </Page>
  );
}
