/** The map as a picture: four columns with lines between, each thing a button. */
import { Ticket } from "@/permissions/Ticket";
import { leftOutInWords, TITLES } from "./format";
import classes from "./GraphView.module.css";
import type { Graph, Node } from "./graph";
import { KINDS } from "./graph";
import { COLUMN, layoutOf, ROW, WIDTH } from "./layout";

interface Props {
  graph: Graph;
  chosen: Node | undefined;
  onChoose: (node: Node | undefined) => void;
}

export function GraphView({ graph, chosen, onChoose }: Props) {
  const { height, placed, lines, leftOut } = layoutOf(graph, chosen);
  const given = new Set(graph.edges.filter(({ to }) => to.kind === "permission").map((e) => e.to));
  const isGiven = (node: Node) => given.has(node);
  const sentence = leftOutInWords(graph, leftOut);
  return (
    <>
      {sentence && <p role="status">{sentence}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.scroll} aria-label="The map as a picture" tabIndex={0}>
        <div className={classes.map}>
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
              {lines.map(({ edge: { from, to }, path }) => (
                <path
                  key={`${from.kind} ${from.id} ${to.kind} ${to.id}`}
                  d={path}
                  data-direct={(from.kind === "person" && to.kind === "permission") || undefined}
                  data-chosen={Boolean(chosen) || undefined}
                />
              ))}
            </svg>
            {KINDS.map((kind) => (
              <ul key={kind} aria-label={TITLES[kind]} className={classes.column}>
                {placed
                  .filter(({ node }) => node.kind === kind)
                  .map(({ node, left, top }) => (
                    <li
                      key={node.id}
                      className={classes.node}
                      style={{ left: `${left}%`, top, width: `${WIDTH[kind]}%`, height: ROW }}
                    >
                      <button
                        type="button"
                        className={classes.button}
                        data-kind={kind}
                        title={node.label}
                        aria-pressed={node === chosen}
                        onClick={() => onChoose(node === chosen ? undefined : node)}
                      >
                        {kind === "permission" ? (
                          <Ticket name={node.id} held={isGiven(node)} says={null} />
                        ) : (
                          node.label
                        )}
                      </button>
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
