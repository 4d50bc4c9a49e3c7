/** A directed edge of any graph, and how strongly it is believed. */
export interface WeightedEdge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/**
 * Drops edges until none lies on a cycle, and returns the rest in their order. As long as a strongly connected
 * component (Tarjan 1972) has more than one node, its weakest inner edge goes (ties: the last by (from, to)). The
 * result depends on the set of edges, not on their order. Self loops go first.
 */
export function breakCycles<Edge extends WeightedEdge>(edges: readonly Edge[]): Edge[] {
  let kept = edges.filter((edge) => edge.from !== edge.to);
  for (;;) {
    const component = stronglyConnectedComponents(kept);
    const weakest = new Map<number, Edge>();
    for (const edge of kept) {
      const number = component.get(edge.from)!;
      if (number !== component.get(edge.to)) continue;
      const current = weakest.get(number);
      if (current === undefined || compareStrength(edge, current) < 0) weakest.set(number, edge);
    }
    if (weakest.size === 0) return kept;
    const dropped = new Set(weakest.values());
    kept = kept.filter((edge) => !dropped.has(edge));
  }
}

function compareStrength(a: WeightedEdge, b: WeightedEdge): number {
  if (a.weight !== b.weight) return a.weight - b.weight;
  if (a.from !== b.from) return a.from < b.from ? 1 : -1;
  return a.to < b.to ? 1 : -1;
}

/** Numbers every node by its strongly connected component; Tarjan's algorithm on an explicit stack. */
function stronglyConnectedComponents(edges: readonly WeightedEdge[]): Map<string, number> {
  const successors = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (!successors.has(to)) successors.set(to, []);
    const known = successors.get(from);
    if (known === undefined) successors.set(from, [to]);
    else known.push(to);
  }

  const component = new Map<string, number>();
  const index = new Map<string, number>();
  const lowLink = new Map<string, number>();
  const open: string[] = [];
  let components = 0;

  for (const root of successors.keys()) {
    if (index.has(root)) continue;
    const path = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const frame = path.at(-1)!;
      const { node } = frame;
      if (!index.has(node)) {
        lowLink.set(node, index.size);
        index.set(node, index.size);
        open.push(node);
      }
      const successor = successors.get(node)![frame.next++];
      if (successor !== undefined) {
        if (!index.has(successor)) path.push({ node: successor, next: 0 });
        else if (!component.has(successor)) lowLink.set(node, Math.min(lowLink.get(node)!, index.get(successor)!));
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) lowLink.set(parent, Math.min(lowLink.get(parent)!, lowLink.get(node)!));
      if (lowLink.get(node) === index.get(node)) {
        let member: string;
        do {
          member = open.pop()!;
          component.set(member, components);
        } while (member !== node);
        components++;
      }
    }
  }
  return component;
}
