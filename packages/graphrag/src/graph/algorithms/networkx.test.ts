import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adamicAdar, type Ties } from './adamic-adar.js';
import { louvain } from './louvain.js';
import { modularity } from './modularity.js';
import { pageRank } from './page-rank.js';
import { shortestPath } from './shortest-path.js';
import { type NumberedEdge, ties, weightedGraph } from './weighted-graph.js';

/** What networkx says about a generated graph; `fixtures/make-networkx-graphs.py` tells what each member is. */
interface KnownGraph {
  readonly seed: number;
  readonly nodes: number;
  readonly edges: readonly NumberedEdge[];
  readonly pageRank: readonly number[];
  readonly source: number;
  readonly pathLengths: readonly (number | null)[];
  readonly adamicAdar: readonly number[];
  readonly weightedAdamicAdar: readonly number[];
  readonly modularity: number;
}

const file = new URL('../../../fixtures/networkx-graphs.jsonl', import.meta.url);
const graphs = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line): KnownGraph => JSON.parse(line));

/** Equal to 1e-9, and of the same length. */
function expectClose(actual: Iterable<number>, expected: Iterable<number>, seed: number): void {
  const [actuals, expecteds] = [[...actual], [...expected]];
  expect(actuals.length).toBe(expecteds.length);
  const differences = actuals.map((value, index) => Math.abs(value - expecteds[index]!));
  expect(Math.max(0, ...differences), `graph of seed ${seed}`).toBeLessThan(1e-9);
}

function tiesOf({ nodes, edges }: KnownGraph): (toolId: string) => Ties {
  const around = Array.from({ length: nodes }, () => new Map<string, number>());
  for (const [from, to, weight] of ties(edges)) around[from]!.set(String(to), weight);
  return (toolId) => around[Number(toolId)]!;
}

describe('as in networkx', () => {
  it('there are enough graphs, of every kind', () => {
    expect(graphs.length).toBeGreaterThanOrEqual(200);
    expect(graphs.some(({ edges }) => edges.length === 0)).toBe(true);
    expect(graphs.some(({ edges }) => edges.length > 100)).toBe(true);
  });

  it('PageRank', () => {
    for (const { seed, nodes, edges, pageRank: expected } of graphs) {
      expectClose(pageRank(weightedGraph(nodes, edges)), expected, seed);
    }
  });

  it('Adamic–Adar, plain and weighted', () => {
    for (const graph of graphs) {
      const source = String(graph.source);
      const scores = (isWeighted: boolean) => {
        const found = adamicAdar(source, tiesOf(graph), isWeighted);
        return Array.from({ length: graph.nodes }, (_, node) => found.get(String(node)) ?? 0);
      };
      expectClose(scores(false), graph.adamicAdar, graph.seed);
      expectClose(scores(true), graph.weightedAdamicAdar, graph.seed);
    }
  });

  it('shortest paths of at most three edges', () => {
    for (const { seed, nodes, edges, source, pathLengths } of graphs) {
      const successors = (toolId: string) =>
        edges.filter(([from]) => String(from) === toolId).map(([, to, confidence]) => ({ to: String(to), confidence }));
      const costs = Array.from({ length: nodes }, (_, node) => shortestPath(String(source), String(node), successors));
      // No path is −1 here and there, so that a path too many or too few is a difference.
      expectClose(
        costs.map((path) => path?.cost ?? -1),
        pathLengths.map((length) => length ?? -1),
        seed,
      );
    }
  });

  it('Louvain, within 1 % of the best modularity of ten runs, under each of three seeds', () => {
    for (const { seed, nodes, edges, modularity: best } of graphs) {
      const undirected = weightedGraph(nodes, ties(edges));
      for (const ownSeed of [0, 1, 2]) {
        const found = modularity(undirected, louvain(undirected, ownSeed));
        expect(found, `graph of seed ${seed}, own seed ${ownSeed}`).toBeGreaterThanOrEqual(0.99 * best - 1e-9);
      }
    }
  });
});
