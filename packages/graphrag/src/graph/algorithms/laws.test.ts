import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adamicAdar, type Ties } from './adamic-adar.js';
import { louvain } from './louvain.js';
import { modularity } from './modularity.js';
import { pageRank } from './page-rank.js';
import { maximumHops, shortestPath } from './shortest-path.js';
import { type NumberedEdge, ties, weightedGraph } from './weighted-graph.js';

const nodes = 7;
const node = fc.nat({ max: nodes - 1 });
/** Weights of which many sums are equal, so that ties are common. */
const weight = fc.constantFrom(0.25, 0.5, 0.75, 1);
const edges: fc.Arbitrary<readonly NumberedEdge[]> = fc
  .uniqueArray(fc.tuple(node, node, weight), { selector: ([from, to]) => `${from}→${to}`, maxLength: 25 })
  .map((drawn) => drawn.filter(([from, to]) => from !== to));
const names = fc.shuffledSubarray([...Array(nodes).keys()], { minLength: nodes });

const renamed = (edges: readonly NumberedEdge[], names: readonly number[]) =>
  edges.map(([from, to, weight]): NumberedEdge => [names[from]!, names[to]!, weight]);
const successorsIn = (edges: readonly NumberedEdge[]) => (toolId: string) =>
  edges.filter(([from]) => String(from) === toolId).map(([, to, confidence]) => ({ to: String(to), confidence }));
const tiesIn =
  (edges: readonly NumberedEdge[]) =>
  (toolId: string): Ties =>
    new Map(ties(edges).flatMap(([from, to, weight]) => (String(from) === toolId ? [[String(to), weight]] : [])));

/** Every walk of at most `maximumHops` edges from one node to another: by definition, without any pruning. */
function everyWalk(edges: readonly NumberedEdge[], from: number, to: number, hops = maximumHops): number[][] {
  const onward =
    hops === 0
      ? []
      : edges
          .filter(([start]) => start === from)
          .flatMap(([, end]) => everyWalk(edges, end, to, hops - 1).map((walk) => [from, ...walk]));
  return from === to ? [[to], ...onward] : onward;
}

describe('PageRank', () => {
  it('sums to 1, and leaves no node without', () => {
    fc.assert(
      fc.property(edges, (edges) => {
        const ranks = pageRank(weightedGraph(nodes, edges));
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...ranks)).toBeGreaterThan(0);
      }),
    );
  });

  it('does not depend on the names of the nodes, nor on the scale of the weights', () => {
    fc.assert(
      fc.property(edges, names, (edges, names) => {
        const ranks = pageRank(weightedGraph(nodes, edges));
        const halved = renamed(edges, names).map(([from, to, weight]): NumberedEdge => [from, to, weight / 2]);
        const others = pageRank(weightedGraph(nodes, halved));
        for (const [index, rank] of ranks.entries()) expect(others[names[index]!]).toBeCloseTo(rank, 10);
      }),
    );
  });

  it('is what one step of the walk leaves as it is', () => {
    fc.assert(
      fc.property(edges, (edges) => {
        const ranks = pageRank(weightedGraph(nodes, edges));
        const out = (from: number) => edges.reduce((sum, [start, , weight]) => sum + (start === from ? weight : 0), 0);
        for (let to = 0; to < nodes; to++) {
          let walked = 0.15 / nodes;
          for (let from = 0; from < nodes; from++) {
            const edge = edges.find(([start, end]) => start === from && end === to);
            const share = out(from) === 0 ? 1 / nodes : (edge?.[2] ?? 0) / out(from);
            walked += 0.85 * ranks[from]! * share;
          }
          expect(walked).toBeCloseTo(ranks[to]!, 10);
        }
      }),
    );
  });

  it('of no nodes is none', () => {
    expect(pageRank(weightedGraph(0, []))).toHaveLength(0);
  });
});

describe('shortest paths', () => {
  it('are the best of all walks: by cost, then number of edges, then ids', () => {
    fc.assert(
      fc.property(edges, node, node, (edges, from, to) => {
        const weightOf = new Map(edges.map(([start, end, weight]) => [`${start}→${end}`, weight]));
        const walks = everyWalk(edges, from, to).map((walk) => ({
          toolIds: walk.map(String),
          cost: walk.slice(1).reduce((cost, end, hop) => cost + 1 / weightOf.get(`${walk[hop]}→${end}`)!, 0),
        }));
        walks.sort(
          (a, b) =>
            a.cost - b.cost || a.toolIds.length - b.toolIds.length || (a.toolIds.join() < b.toolIds.join() ? -1 : 1),
        );
        expect(shortestPath(String(from), String(to), successorsIn(edges))).toEqual(walks[0]);
      }),
    );
  });

  it('find the dearer way to a tool where only that leaves hops for going on', () => {
    // a → b → c → d is the cheap way to d, and e is one edge further; a → d is dear.
    const edges: NumberedEdge[] = [
      [0, 1, 1],
      [1, 2, 1],
      [2, 3, 1],
      [0, 3, 0.1],
      [3, 4, 1],
    ];
    expect(shortestPath('0', '3', successorsIn(edges))?.toolIds).toEqual(['0', '1', '2', '3']);
    expect(shortestPath('0', '4', successorsIn(edges))?.toolIds).toEqual(['0', '3', '4']);
  });
});

describe('Adamic–Adar', () => {
  it('is the same from either side, and never more with weights than without', () => {
    fc.assert(
      fc.property(edges, node, node, (edges, x, y) => {
        const [a, b] = [String(x), String(y)];
        const score = (from: string, to: string, isWeighted: boolean) =>
          adamicAdar(from, tiesIn(edges), isWeighted).get(to) ?? 0;
        for (const isWeighted of [true, false]) {
          expect(score(a, b, isWeighted)).toBeCloseTo(score(b, a, isWeighted), 12);
        }
        expect(score(a, b, true)).toBeLessThanOrEqual(score(a, b, false) + 1e-12);
      }),
    );
  });
});

describe('Louvain', () => {
  it('is the same under the same seed, and no move of one node to a neighbour would raise modularity', () => {
    fc.assert(
      fc.property(edges, fc.nat(), (edges, seed) => {
        const graph = weightedGraph(nodes, ties(edges));
        const communityOf = louvain(graph, seed);
        expect(louvain(graph, seed)).toEqual(communityOf);
        const best = modularity(graph, communityOf);
        for (const [from, to] of ties(edges)) {
          const moved = communityOf.map((community, index) => (index === from ? communityOf[to]! : community));
          expect(modularity(graph, moved)).toBeLessThanOrEqual(best + 1e-9);
        }
      }),
    );
  });

  it('never joins what no path joins', () => {
    const halves: NumberedEdge[] = [
      [0, 1, 0.5],
      [1, 2, 0.5],
      [3, 4, 0.5],
      [4, 3, 0.9],
    ];
    const communityOf = louvain(weightedGraph(6, ties(halves)), 1);
    expect(communityOf[0]).toBe(communityOf[2]);
    expect(communityOf[3]).toBe(communityOf[4]);
    expect(new Set([communityOf[0], communityOf[3], communityOf[5]]).size).toBe(3);
  });
});
