/** The map as a picture: four columns with lines between, each thing a button. */
import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Ticket } from "@/permissions/Ticket";
import { leftOutInWords, TITLES } from "./format";
import classes from "./GraphView.module.css";
import { type Graph, KINDS, type Node, subgraphThrough } from "./graph";
import { COLUMN, layoutOf, type Place, ROW, WIDTH } from "./layout";

interface Props {
  graph: Graph;
  chosen: Node | undefined;
  /** The node of who looks. */
  you: Node | undefined;
  onChoose: (node: Node | undefined) => void;
}

export function GraphView({ graph, chosen, you, onChoose }: Props) {
  const [pointed, setPointed] = useState<Node>();
  const { height, places, lines, leftOut } = layoutOf(graph, chosen);
  const given = new Set(graph.edges.filter(({ to }) => to.kind === "permission").map((e) => e.to));
  const sentence = leftOutInWords(graph, leftOut);
  // While one is pointed at, its ways stand out from the others.
  const isThere = pointed && graph.nodes.includes(pointed);
  const ways = isThere ? new Set(subgraphThrough(graph, pointed).nodes) : null;
  const isOn = (...ends: Place[]) => ways && ends.every(({ node }) => ways.has(node));
  return (
    <>
      {sentence && <p role="status">{sentence}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.scroll} aria-label={t`The map as a picture`} tabIndex={0}>
        <div className={classes.map} data-pointed={ways ? true : undefined}>
          <div className={classes.titles} aria-hidden="true">
            {KINDS.map((kind) => (
              <span key={kind} style={{ left: `${COLUMN[kind]}%` }}>
                {TITLES[kind]}
              </span>
            ))}
          </div>
          <div className={classes.place} style={{ height }}>
            <svg
              className={classes.lines}
              viewBox={`0 0 100 ${height}`}
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              {lines.map(({ from, to, isDirect, path }) => (
                <path
                  key={[from, to].map(keyOf).join(" ")}
                  d={path}
                  data-direct={isDirect || undefined}
                  data-chosen={Boolean(chosen) || undefined}
                  data-on={isOn(from, to) || undefined}
                />
              ))}
            </svg>
            {KINDS.map((kind) => (
              <ul key={kind} aria-label={TITLES[kind]} className={classes.column}>
                {places
                  .filter(({ column }) => column === kind)
                  .map((place) => (
                    <li
                      key={keyOf(place)}
                      className={classes.node}
                      data-on={isOn(place) || undefined}
                      style={{
                        left: `${COLUMN[kind]}%`,
                        top: place.top,
                        width: `${WIDTH[kind]}%`,
                        height: ROW,
                      }}
                    >
                      {place.isDirect ? (
                        <span className={classes.direct}>{t`given directly`}</span>
                      ) : (
                        <button
                          type="button"
                          className={classes.button}
                          data-kind={kind}
                          title={place.node.label}
                          aria-pressed={place.node === chosen}
                          onClick={() => onChoose(place.node === chosen ? undefined : place.node)}
                          onPointerEnter={() => setPointed(place.node)}
                          onPointerLeave={() => setPointed(undefined)}
                          onFocus={() => setPointed(place.node)}
                          onBlur={() => setPointed(undefined)}
                        >
                          {kind === "permission" ? (
                            <Ticket name={place.node.id} held={given.has(place.node)} says={null} />
                          ) : (
                            place.node.label
                          )}
                          {place.node === you && <span className={classes.you}> {t`(you)`}</span>}
                        </button>
                      )}
                    </li>
                  ))}
              </ul>
            ))}
          </div>
        </div>
      </section>
    </>
  );
}

function keyOf({ column, node, isDirect }: Place): string {
  return `${column} ${node.id} ${isDirect}`;
}
