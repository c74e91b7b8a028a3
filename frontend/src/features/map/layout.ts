/** Where each thing of the map stands, and the lines between: from one column to the next and no further,
 * so that none passes behind a thing that it does not touch. */
import { type Graph, KINDS, type Kind, type Node } from "./graph";

/** In pixels; across, the map is 100 wide, whatever the page is. */
export const ROW = 27;
/** Between the permissions of two APIs. */
const GAP = 8;
export const COLUMN: Record<Kind, number> = { person: 0, role: 26, permission: 53, api: 83 };
export const WIDTH: Record<Kind, number> = { person: 17, role: 18, permission: 21, api: 17 };
/** Of a long map as much is seen at first; short columns stand there. */
export const SEEN = 20 * ROW;
/** As many as an eye can follow the lines of. */
export const MOST: Record<Kind, number> = { person: 24, role: 24, permission: 40, api: 16 };

/** A place in a column: of a node, or of what a person was given directly, which has a place among the roles. */
export interface Place {
  column: Kind;
  node: Node;
  isDirect: boolean;
  top: number;
}

export interface Line {
  from: Place;
  to: Place;
  isDirect: boolean;
  path: string;
}

export interface Layout {
  height: number;
  places: Place[];
  lines: Line[];
  /** How many of a kind there are and are not drawn. */
  leftOut: Record<Kind, number>;
}

export function layoutOf(graph: Graph, chosen: Node | undefined): Layout {
  const columns = columnsOf(graph, chosen);
  const places = Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      columns[kind].map((node): Place => ({ column: kind, node, isDirect: false, top: 0 })),
    ]),
  ) as Record<Kind, Place[]>;
  const at = new Map(KINDS.flatMap((kind) => places[kind].map((place) => [place.node, place])));
  const steps: { from: Place; to: Place; isDirect: boolean }[] = [];
  const direct = new Map<Node, Place>();
  for (const edge of graph.edges) {
    const [from, to] = [at.get(edge.from), at.get(edge.to)];
    if (!from || !to) continue;
    if (from.column !== "person" || to.column !== "permission") {
      steps.push({ from, to, isDirect: false });
      continue;
    }
    const through: Place = direct.get(from.node) ?? { ...from, column: "role", isDirect: true };
    if (!direct.has(from.node)) {
      direct.set(from.node, through);
      places.role.push(through);
      steps.push({ from, to: through, isDirect: true });
    }
    steps.push({ from: through, to, isDirect: true });
  }
  const height = stand(places, steps);
  return {
    height,
    places: KINDS.flatMap((kind) => places[kind]),
    lines: steps.map((step) => ({ ...step, path: pathBetween(step.from, step.to) })),
    leftOut: Object.fromEntries(
      KINDS.map((kind) => [
        kind,
        graph.nodes.filter((node) => node.kind === kind).length - columns[kind].length,
      ]),
    ) as Record<Kind, number>,
  };
}

/** The nodes that are drawn, by their column. */
function columnsOf({ nodes, edges }: Graph, chosen: Node | undefined): Record<Kind, Node[]> {
  const columns = {} as Record<Kind, Node[]>;
  let left: Node[] = [];
  for (const kind of KINDS) {
    // Whoever is drawn must not seem to be without their roles.
    const near = edges.filter(({ from }) => left.includes(from)).map(({ to }) => to);
    const first = chosen ? [chosen, ...near] : near;
    left = columns[kind] = firstOf(
      nodes.filter((node) => node.kind === kind),
      MOST[kind],
      first,
    );
  }
  return columns;
}

/** As many as there is room for, in their order: those that come first are not left out. */
function firstOf(column: readonly Node[], most: number, first: readonly Node[]): Node[] {
  const drawn = new Set<Node>();
  for (const node of [...first.filter((each) => column.includes(each)), ...column]) {
    if (drawn.size < most) drawn.add(node);
  }
  return column.filter((node) => drawn.has(node));
}

/** Gives each place its top, as near as can be to what it leads to; returns how high the map is. */
function stand(
  places: Record<Kind, Place[]>,
  steps: readonly { from: Place; to: Place }[],
): number {
  let bottom = 0;
  let before: string | undefined;
  for (const place of places.permission) {
    const api = place.node.id.split(":")[1];
    if (before !== undefined && api !== before) bottom += GAP;
    before = api;
    place.top = bottom;
    bottom += ROW;
  }
  const height = Math.max(ROW, bottom, ...KINDS.map((kind) => places[kind].length * ROW));
  const seen = (column: readonly Place[]) => Math.max(column.length * ROW, Math.min(height, SEEN));
  spread(
    places.api,
    steps.map(({ from, to }) => [to, from]),
    height,
  );
  spread(
    places.role,
    steps.map(({ from, to }) => [from, to]),
    seen(places.role),
  );
  spread(
    places.person,
    steps.map(({ from, to }) => [from, to]),
    seen(places.person),
  );
  return height;
}

function spread(column: readonly Place[], pairs: readonly [Place, Place][], height: number): void {
  let bottom = 0;
  for (const place of column) {
    const near = pairs.filter(([own]) => own === place).map(([, other]) => other.top);
    const middle = near.reduce((sum, top) => sum + top, 0) / near.length;
    place.top = Math.max(bottom, near.length > 0 ? middle : bottom);
    bottom = place.top + ROW;
  }
  // What was pushed over the end moves back up, and what stands before it.
  let end = height;
  for (const place of [...column].reverse()) {
    place.top = Math.min(place.top, end - ROW);
    end = place.top;
  }
}

function pathBetween(from: Place, to: Place): string {
  const [x1, y1] = [COLUMN[from.column] + WIDTH[from.column], from.top + ROW / 2];
  const [x2, y2] = [COLUMN[to.column], to.top + ROW / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
