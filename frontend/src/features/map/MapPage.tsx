/** The access map: people → roles → permissions → APIs, and what hangs together with one of them. */
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
import { type AccessData, graphOf, heldByPeople, subgraphThrough } from "./graph";
import { NodeSelect } from "./NodeSelect";
import { PathTable } from "./PathTable";
import classes from "./PathTable.module.css";
import type { MapSearch } from "./search";

export const Route = createLazyRoute("/map")({ component: MapPage });

const DESKTOP = "(min-width: 48em)";

function MapPage() {
  const maySeePeople = useCan("list:users");
  return (
    <Page title="Access map">
      {maySeePeople ? <WholeMap /> : <Refusal permission="list:users" />}
    </Page>
  );
}

function WholeMap() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const { facts, untold, isCut, error, retry } = useAccessData(search.search);
  const isDesktop = useMediaQuery(DESKTOP, true, { getInitialValueInEffect: false });
  const show = (changes: MapSearch, replace = false) =>
    void navigate({ search: { ...search, ...changes }, replace, resetScroll: false });

  return (
    <>
      <p>
        Choose a person, a role, a permission or an API: what hangs together with it stays. In the
        picture a dashed line is a permission that was given directly.
      </p>
      <FilterBar label="Find your way on the map">
        <SearchFilter
          label="Search names"
          value={search.search}
          // Each letter is no step that Back leads to; what is chosen is one.
          onChange={(value) => show({ search: value, kind: undefined, id: undefined }, true)}
        />
        {facts && <NodeSelect facts={facts} search={search} onChange={show} />}
      </FilterBar>
      {!facts && error && <ProblemPanel error={error} retry={retry} />}
      {!facts && !error && <Skeleton height={480} aria-busy="true" />}
      {isCut && <p role="status">These are the first {MOST_ROWS}. Search for anybody else.</p>}
      {untold > 0 && (
        <p role="status">
          The tenant was not asked yet what {untold} of them were given, so nothing leads from them.
          Load this again in a while, or search for somebody.
        </p>
      )}
      {facts && (
        <Found
          facts={facts}
          search={search}
          view={search.view ?? (isDesktop ? "picture" : "table")}
          onChange={show}
        />
      )}
    </>
  );
}

interface FoundProps {
  facts: AccessData;
  search: MapSearch;
  view: "picture" | "table";
  onChange: (changes: MapSearch) => void;
}

function Found({ facts, search: { search, kind, id }, view, onChange }: FoundProps) {
  const whole = useMemo(() => graphOf(facts), [facts]);
  const chosen = whole.nodes.find((node) => node.kind === kind && node.id === id);
  const graph = chosen ? subgraphThrough(whole, chosen) : search ? heldByPeople(whole) : whole;
  const isPicture = view === "picture";
  const tools = useRef<HTMLDivElement>(null);
  const showAll = () => {
    onChange({ kind: undefined, id: undefined });
    // The button that was pressed goes, and the focus would go with it.
    tools.current?.focus();
  };
  if (facts.people.length === 0 && (search || facts.roles.length === 0)) {
    return (
      <Panel role="status">{search ? "No person matches." : "There is nobody to draw."}</Panel>
    );
  }
  return (
    <>
      <div ref={tools} tabIndex={-1} className={classes.tools}>
        <Button
          variant="default"
          onClick={() => onChange({ view: isPicture ? "table" : "picture" })}
        >
          {isPicture ? "Show as a table" : "Show as a picture"}
        </Button>
        {/* Always there, so that a screen reader hears what comes into it. */}
        <span role="status" className={classes.chosen}>
          {chosen && (
            <>
              Only what hangs together with <strong>{chosen.label}</strong>.
            </>
          )}
        </span>
        {chosen && (
          <Button variant="default" onClick={showAll}>
            Show everything
          </Button>
        )}
      </div>
      {isPicture && (
        <GraphView
          graph={graph}
          chosen={chosen}
          onChoose={(node) => onChange({ kind: node?.kind, id: node?.id })}
        />
      )}
      {isPicture ? (
        // Who cannot see the picture reads the same as a table.
        <VisuallyHidden>
          <PathTable graph={graph} />
        </VisuallyHidden>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        <section className={classes.sheet} aria-label="The map as a table" tabIndex={0}>
          <PathTable graph={graph} />
        </section>
      )}
    </>
  );
}
