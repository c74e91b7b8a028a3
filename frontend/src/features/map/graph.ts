/** Who holds what through what: people → roles → permissions → APIs, and what hangs together. */

export const KINDS = ["person", "role", "permission", "api"] as const;
export type Kind = (typeof KINDS)[number];

export interface Node {
  kind: Kind;
  /** Its own within its kind. */
  id: string;
  label: string;
}

/** From left to right; from a person to a permission where it was given directly. */
export interface Edge {
  from: Node;
  to: Node;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
}

export interface AccessData {
  people: { id: string; label: string; roles: { id: string }[]; permissions: string[] }[];
  roles: { id: string; name: string; permissions: string[] }[];
  apis: { name: string; title: string }[];
  /** Every permission there is, whoever holds it. */
  permissions: string[];
}

export function graphOf(facts: AccessData): Graph {
  const held = [...facts.people, ...facts.roles].flatMap(({ permissions }) => permissions);
  const nodes = {
    person: named("person", facts.people),
    role: named(
      "role",
      facts.roles.map(({ id, name }) => ({ id, label: name })),
    ),
    permission: named(
      "permission",
      [...new Set([...facts.permissions, ...held])].map((name) => ({ id: name, label: name })),
    ),
    api: named(
      "api",
      facts.apis.map(({ name, title }) => ({ id: name, label: title })),
    ),
  };
  const edges: Edge[] = [];
  const join = (from: Node | undefined, kind: Kind, ids: readonly string[]) => {
    for (const id of ids) {
      const to = nodes[kind].get(id);
      if (from && to) edges.push({ from, to });
    }
  };
  for (const { id, roles, permissions } of facts.people) {
    join(
      nodes.person.get(id),
      "role",
      roles.map((role) => role.id),
    );
    join(nodes.person.get(id), "permission", permissions);
  }
  for (const { id, permissions } of facts.roles) {
    join(nodes.role.get(id), "permission", permissions);
  }
  for (const permission of nodes.permission.values()) {
    join(permission, "api", [permission.id.split(":")[1] ?? ""]);
  }
  return { nodes: KINDS.flatMap((kind) => [...nodes[kind].values()]), edges };
}

/** All that the people of the map hold, and through what; what nobody of them has is left out. */
export function heldByPeople(graph: Graph): Graph {
  const held = new Set(graph.nodes.filter(({ kind }) => kind === "person"));
  for (const node of held) {
    for (const { from, to } of graph.edges) if (from === node) held.add(to);
  }
  return {
    nodes: graph.nodes.filter((node) => held.has(node)),
    edges: graph.edges.filter(({ from }) => held.has(from)),
  };
}

/** All that lies on a way through the chosen one, from whoever holds it to what it opens. */
export function subgraphThrough(graph: Graph, chosen: Node): Graph {
  const left = reached(graph, chosen, ({ from, to }) => [to, from]);
  const right = reached(graph, chosen, ({ from, to }) => [from, to]);
  return {
    nodes: graph.nodes.filter((node) => left.has(node) || right.has(node)),
    edges: graph.edges.filter(
      ({ from, to }) => (left.has(from) && left.has(to)) || (right.has(from) && right.has(to)),
    ),
  };
}

function reached(
  { edges }: Graph,
  start: Node,
  step: (edge: Edge) => [at: Node, next: Node],
): Set<Node> {
  const found = new Set([start]);
  // A set grows while it is walked through, and each of its members comes once.
  for (const node of found) {
    for (const edge of edges) {
      const [at, next] = step(edge);
      if (at === node) found.add(next);
    }
  }
  return found;
}

function named(kind: Kind, all: readonly { id: string; label: string }[]): Map<string, Node> {
  return new Map(all.map(({ id, label }) => [id, { kind, id, label }]));
}

/** One way to hold something: through a role, or given directly. */
export interface AccessPath {
  person: Node | null;
  role: Node | null;
  permissions: Node[];
}

/** The same for a table: each person by each of their roles, then what nobody has. */
export function accessPaths({ nodes, edges }: Graph): AccessPath[] {
  const next = (node: Node, kind: Kind) =>
    edges.filter(({ from, to }) => from === node && to.kind === kind).map(({ to }) => to);
  const ways = nodes
    .filter(({ kind }) => kind === "person")
    .flatMap((person): AccessPath[] => {
      const direct = next(person, "permission");
      const through = next(person, "role").map((role) => ({
        person,
        role,
        permissions: next(role, "permission"),
      }));
      const own = { person, role: null, permissions: direct };
      return direct.length > 0 || through.length === 0 ? [...through, own] : through;
    });
  const unused = nodes.filter(
    (node) => node.kind === "role" && !ways.some(({ role }) => role === node),
  );
  const empty = unused.map((role) => ({
    person: null,
    role,
    permissions: next(role, "permission"),
  }));
  return [...ways, ...empty];
}
