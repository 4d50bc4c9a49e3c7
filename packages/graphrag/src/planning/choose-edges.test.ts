import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDependencyGraph } from '../graph/dependency-graph.js';
import { createHabits } from '../memory/habits.js';
import type { EngineDependency } from '../types.js';
import { chooseEdges } from './choose-edges.js';
import { type PlanEdge, stepKey } from './plan.js';
import { lookUpPairs } from './step-pairs.js';
import type { Voter } from './voter.js';

const steps = ['a', 'b', 'c', 'd'].map((toolId) => stepKey(toolId, 0));
const [a, b, c, d] = steps as [string, string, string, string];

function knowing(...dependencies: EngineDependency[]) {
  const graph = createDependencyGraph(() => true);
  for (const dependency of dependencies) graph.declare(dependency);
  return { graph, habits: createHabits() };
}

const voting = (...edges: (readonly [from: string, to: string, weight?: number])[]): Voter[] => [
  {
    plan: { steps, edges: edges.map(([from, to, weight = 1]): PlanEdge => ({ from, to, weight })) },
    weight: 1,
    executedAt: 0,
  },
];
/** Sure of the order that is given. */
const given = () => 1;
type Posteriors = Parameters<typeof chooseEdges>[2];

/** Of steps that are all right, but for those with a probability. */
function edgesOf(
  chosen: readonly string[],
  voters: readonly Voter[],
  { graph, habits }: ReturnType<typeof knowing>,
  posteriors: Posteriors = [],
) {
  const order = chosen.map((_, number) => number);
  return chooseEdges(order, lookUpPairs(chosen, voters, habits), posteriors, voters, given, { graph, habits });
}

const pairs = (edges: readonly { readonly from: string; readonly to: string }[]) =>
  edges.map(({ from, to }) => [from, to]);

describe('chooseEdges', () => {
  it('takes the edges that the executions near the intent had', () => {
    expect(pairs(edgesOf(steps, voting([a, b], [b, d]), knowing()))).toEqual([
      [a, b],
      [b, d],
    ]);
    expect(edgesOf(steps, [], knowing())).toEqual([]);
  });

  it('leaves out a doubtful edge to a step that hardly is right, and none that is sure: the plan has both', () => {
    const unlikely = [{ step: c, probability: 0.1 }];
    const doubtful = voting([a, b], [b, c, 0.5]);
    expect(pairs(edgesOf([a, b, c], doubtful, knowing(), unlikely))).toEqual([[a, b]]);
    expect(pairs(edgesOf([a, b, c], doubtful, knowing()))).toHaveLength(2);
    expect(pairs(edgesOf([a, b, c], voting([a, b], [b, c]), knowing(), unlikely))).toHaveLength(2);
  });

  it('asks a declared tool once before each call of the other, the nearest', () => {
    const repeated = ['a', 'b'].flatMap((toolId) => [0, 1].map((repetition) => stepKey(toolId, repetition)));
    const [a1, a2, b1, b2] = repeated as [string, string, string, string];
    const declared = knowing({ from: 'a', to: 'b', source: 'user' });
    expect(pairs(edgesOf([a1, b1, a2, b2], [], declared))).toEqual([
      [a1, b1],
      [a2, b2],
    ]);
  });

  it('leaves out shortcuts of what is joined already', () => {
    expect(pairs(edgesOf(steps, voting([a, b], [b, c], [a, c, 0.5]), knowing()))).toEqual([
      [a, b],
      [b, c],
    ]);
  });

  it('keeps every declaration, against the order too, and gives way to it', () => {
    const edges = edgesOf(steps, voting([b, d]), knowing({ from: 'd', to: 'b', source: 'user' }));
    expect(pairs(edges)).toEqual([[d, b]]);
  });

  it('breaks a cycle of declarations at the one that is believed least, ties by the order', () => {
    const weak = knowing({ from: 'a', to: 'b', source: 'schema' }, { from: 'b', to: 'a', source: 'user' });
    expect(pairs(edgesOf(steps, [], weak))).toEqual([[b, a]]);
    const tied = knowing({ from: 'a', to: 'b', source: 'user' }, { from: 'b', to: 'a', source: 'user' });
    expect(pairs(edgesOf(steps, [], tied))).toEqual([[a, b]]);
  });

  it('never makes a cycle', () => {
    const toolId = fc.constantFrom('a', 'b', 'c', 'd');
    const declared = fc
      .record({
        from: toolId,
        to: toolId,
        source: fc.constantFrom('user' as const, 'hint' as const, 'schema' as const),
      })
      .filter(({ from, to }) => from !== to);
    const observed = fc.tuple(fc.constantFrom(...steps), fc.constantFrom(...steps));
    fc.assert(
      fc.property(fc.array(declared), fc.array(observed), (dependencies, edges) => {
        const left = new Map(steps.map((step) => [step, new Set<string>()]));
        for (const { from, to } of edgesOf(steps, voting(...edges), knowing(...dependencies))) left.get(to)!.add(from);
        for (let round = 0; round < steps.length; round++) {
          for (const [step, needed] of left) {
            if (needed.size > 0) continue;
            left.delete(step);
            for (const others of left.values()) others.delete(step);
          }
        }
        expect(left.size).toBe(0);
      }),
    );
  });
});
