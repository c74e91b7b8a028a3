/** Where each thing of the map stands: four columns, each cut off where it grows too long. */
import { type Edge, type Graph, KINDS, type Kind, type Node } from "./graph";

/** In pixels; across, the map is 100 wide, whatever the page is. */
export const ROW = 40;
export const COLUMN: Record<Kind, number> = { person: 0, role: 26, permission: 52, api: 82 };
export const WIDTH: Record<Kind, number> = { person: 18, role: 18, permission: 22, api: 18 };
/** How far down a short column begins: in the middle, yet not below what is seen at first. */
export const LOWEST = 3 * ROW;
/** As many as an eye can follow the lines of. */
export const MOST: Record<Kind, number> = { person: 24, role: 24, permission: 40, api: 16 };

export interface Placed {
  node: Node;
  left: number;
  top: number;
}

export interface Layout {
  height: number;
  placed: Placed[];
  lines: { edge: Edge; path: string }[];
  /** How many of a kind there are and are not drawn. */
  leftOut: Record<Kind, number>;
}

export function layoutOf({ nodes, edges }: Graph, chosen: Node | undefined): Layout {
  const all = KINDS.map((kind) => nodes.filter((node) => node.kind === kind));
  const columns: Node[][] = [];
  for (const [at, kind] of KINDS.entries()) {
    // Whoever is drawn must not seem to be without their roles.
    const left = columns[at - 1] ?? [];
    const near = edges.filter(({ from }) => left.includes(from)).map(({ to }) => to);
    const first = chosen ? [chosen, ...near] : near;
    columns.push(firstOf(all[at] ?? [], MOST[kind], first));
  }
  const height = Math.max(1, ...columns.map(({ length }) => length)) * ROW;
  const placed = columns.flatMap((column) =>
    column.map((node, row) => ({
      node,
      left: COLUMN[node.kind],
      top: Math.min((height - column.length * ROW) / 2, LOWEST) + row * ROW,
    })),
  );
  const places = new Map(placed.map((place) => [place.node, place]));
  return {
    height,
    placed,
    lines: edges.flatMap((edge) => {
      const [from, to] = [places.get(edge.from), places.get(edge.to)];
      return from && to ? [{ edge, path: pathBetween(from, to) }] : [];
    }),
    leftOut: Object.fromEntries(
      KINDS.map((kind, at) => [kind, (all[at]?.length ?? 0) - (columns[at]?.length ?? 0)]),
    ) as Record<Kind, number>,
  };
}

/** As many as there is room for, in their order: those that come first are not left out. */
function firstOf(column: readonly Node[], most: number, first: readonly Node[]): Node[] {
  const drawn = new Set<Node>();
  for (const node of [...first.filter((each) => column.includes(each)), ...column]) {
    if (drawn.size < most) drawn.add(node);
  }
  return column.filter((node) => drawn.has(node));
}

function pathBetween(from: Placed, to: Placed): string {
  const [x1, y1] = [from.left + WIDTH[from.node.kind], from.top + ROW / 2];
  const [x2, y2] = [to.left, to.top + ROW / 2];
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
