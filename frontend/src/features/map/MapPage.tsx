/** The access map: people → roles → tickets → APIs, and what hangs together with one of them. */
import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { createLazyRoute } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { Refusal } from "@/permissions/Refusal";
import { FilterBar } from "@/records/FilterBar";
import { SearchFilter } from "@/records/SearchFilter";
import { useCan } from "@/session/usePermissions";
import { Page } from "@/ui/Page";
import { Panel } from "@/ui/Panel";
import { MOST_ROWS, useAccessData } from "./api";
import { GraphView } from "./GraphView";
import {
  type AccessData,
  type Graph,
  graphOf,
  heldByPeople,
  type Kind,
  type Node,
  subgraphThrough,
} from "./graph";
import { NodeSelect } from "./NodeSelect";
import { PathTable } from "./PathTable";
import classes from "./PathTable.module.css";
import { EVERYTHING, type MapSearch } from "./search";

export const Route = createLazyRoute("/map")({ component: MapPage });

const NOTHING: Graph = { nodes: [], edges: [] };
const DESKTOP = "(min-width: 48em)";

function MapPage() {
  const maySeePeople = useCan("list:users");
  return (
    <Page title={t`Access map`}>
      {maySeePeople ? <WholeMap /> : <Refusal permission="list:users" />}
    </Page>
  );
}

function WholeMap() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { facts, subject, untold, isCut, error, retry } = useAccessData(search.search);
  const isDesktop = useMediaQuery(DESKTOP, true, { getInitialValueInEffect: false });
  const show = (changes: MapSearch, replace = false) =>
    void navigate({ search: { ...search, ...changes }, replace, resetScroll: false });

  return (
    <>
      <p>
        <Trans>
          Choose a person, a role, a ticket or an API: what hangs together with it stays. A dashed
          line is what was given to a person directly.
        </Trans>
      </p>
      {isCut && (
        <p role="status">
          <Trans>These are the first {MOST_ROWS}. Search for anybody else.</Trans>
        </p>
      )}
      {untold > 0 && (
        <p role="status">
          <Trans>
            The tenant was not asked yet what {untold} of them were given, so nothing leads from
            them. Load this again in a while, or search for somebody.
          </Trans>
        </p>
      )}
      <Found
        facts={facts}
        subject={subject}
        search={search}
        view={search.view ?? (isDesktop ? "picture" : "table")}
        onChange={show}
      />
      {!facts && error && <ProblemPanel error={error} retry={retry} />}
      {!facts && !error && <Skeleton height={480} aria-busy="true" />}
    </>
  );
}

interface FoundProps {
  facts: AccessData | undefined;
  subject: string | undefined;
  search: MapSearch;
  view: "picture" | "table";
  onChange: (changes: MapSearch, replace?: boolean) => void;
}

function Found({ facts, subject, search, view, onChange }: FoundProps) {
  const whole = useMemo(() => (facts ? graphOf(facts) : NOTHING), [facts]);
  const of = (kind: Kind | undefined, id: string | undefined) =>
    whole.nodes.find((node) => node.kind === kind && node.id === id);
  const you = of("person", subject);
  const startsFromYou = !search.search && search.show !== "all" && !search.kind;
  const chosen = startsFromYou ? you : of(search.kind, search.id);
  const isPicture = view === "picture";
  const select = useRef<HTMLSelectElement>(null);
  const showAll = () => {
    onChange(EVERYTHING);
    // The button that was pressed goes, and the focus would go with it.
    select.current?.focus();
  };
  return (
    <>
      <FilterBar label={t`Find your way on the map`}>
        <SearchFilter
          label={t`Search names`}
          value={search.search}
          // Each letter is no step that Back leads to; what is chosen is one.
          onChange={(value) =>
            onChange({ search: value, kind: undefined, id: undefined, show: undefined }, true)
          }
        />
        {facts && <NodeSelect ref={select} facts={facts} chosen={chosen} onChange={onChange} />}
        {facts && (
          <Button
            variant="default"
            onClick={() => onChange({ view: isPicture ? "table" : "picture" })}
          >
            {isPicture ? t`Show as a table` : t`Show as a picture`}
          </Button>
        )}
        {chosen && (
          <Button variant="default" onClick={showAll}>
            <Trans>Show everything</Trans>
          </Button>
        )}
      </FilterBar>
      {/* Always there, so that a screen reader hears what comes into it. */}
      <VisuallyHidden role="status">
        {chosen && <Trans>Only what hangs together with {chosen.label}.</Trans>}
      </VisuallyHidden>
      {facts && <Drawn {...{ whole, chosen, you, search, isPicture, onChange }} />}
    </>
  );
}

interface DrawnProps extends Pick<FoundProps, "search" | "onChange"> {
  whole: Graph;
  chosen: Node | undefined;
  you: Node | undefined;
  isPicture: boolean;
}

function Drawn({ whole, chosen, you, search, isPicture, onChange }: DrawnProps) {
  const graph = chosen
    ? subgraphThrough(whole, chosen)
    : search.search
      ? heldByPeople(whole)
      : whole;
  const isThere = (kind: Kind) => whole.nodes.some((node) => node.kind === kind);
  if (!isThere("person") && (search.search || !isThere("role"))) {
    return (
      <Panel role="status">
        {search.search ? t`No person matches.` : t`There is nobody to draw.`}
      </Panel>
    );
  }
  if (!isPicture) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      <section className={classes.sheet} aria-label={t`The map as a table`} tabIndex={0}>
        <PathTable graph={graph} />
      </section>
    );
  }
  return (
    <>
      <GraphView
        graph={graph}
        chosen={chosen}
        you={you}
        onChoose={(node) =>
          onChange(node ? { kind: node.kind, id: node.id, show: undefined } : EVERYTHING)
        }
      />
      {/* Who cannot see the picture reads the same as a table, and so does paper. */}
      <VisuallyHidden className={classes.beside ?? ""}>
        <PathTable graph={graph} />
      </VisuallyHidden>
    </>
  );
}
