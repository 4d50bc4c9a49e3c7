import type { EdgeObservation } from '@agentcards/graphrag';
import { createLoadedEngine } from '../engine.js';
import type { Finding } from '../finding.js';
import { curveSizes } from '../learning/curve.js';
import { live } from './live.js';
import { createWorld } from './world.js';

const worldOptions = { seed: 5, tools: 100, habits: 20 };
const executions = 1000;
const accepted = 0.8;

interface Counted extends EdgeObservation {
  readonly key: string;
}

/**
 * F15: which of the true dependencies that ever ran are found from times and values alone, and how much of what is
 * found is true. An edge is taken where its confidence is at least .8, or where a value was ever handed on.
 */
export function measureEdgeRecovery(): Finding[] {
  const world = createWorld(worldOptions);
  const engine = createLoadedEngine({ tools: [] });
  const runs = live(world, executions, worldOptions.seed);
  const lines: string[] = [];
  const edges = new Map<string, Counted>();
  let seen = 0;
  let found = { precision: Number.NaN, recall: Number.NaN };
  const truth = new Set(
    world.habits.flatMap(({ steps }) =>
      steps.flatMap(({ tool, needs }) => needs.map((need) => keyOf(steps[need]!.tool, tool))),
    ),
  );
  for (const size of curveSizes(executions)) {
    for (const { execution } of runs.slice(seen, size)) {
      for (const edge of engine.projectExecution(execution)) count(edges, edge);
    }
    seen = size;
    const all = [...edges.values()];
    const confident = all.filter((edge) => engine.edgeConfidence({ source: 'learned', ...edge }) >= accepted);
    found = compare(
      all.filter(({ dataFlowCount }) => dataFlowCount > 0),
      truth,
    );
    const byConfidence = compare(confident, truth);
    lines.push(
      `after ${String(size).padStart(5)}: data flow ${show(found)}; confidence ≥ ${accepted} ${show(byConfidence)}; any ${show(compare(all, truth))}`,
    );
  }
  return [
    {
      point: 'F15',
      what: `precision of dependencies found by data flow after ${executions} executions`,
      value: found.precision,
      details: lines,
    },
    {
      point: 'F15',
      what: `recall of the same among the ${truth.size} that are in use`,
      value: found.recall,
      details: [],
    },
  ];
}

const keyOf = (from: string, to: string) => JSON.stringify([from, to]);

function count(edges: Map<string, Counted>, edge: EdgeObservation): void {
  const key = keyOf(edge.from, edge.to);
  const known = edges.get(key);
  const sum = (
    counter: 'observedCount' | 'successCount' | 'failureCount' | 'dataFlowCount' | 'declaredCount' | 'sequenceCount',
  ) => edge[counter] + (known?.[counter] ?? 0);
  edges.set(key, {
    ...edge,
    key,
    observedCount: sum('observedCount'),
    successCount: sum('successCount'),
    failureCount: sum('failureCount'),
    dataFlowCount: sum('dataFlowCount'),
    declaredCount: sum('declaredCount'),
    sequenceCount: sum('sequenceCount'),
  });
}

interface Found {
  /** NaN where nothing was found. */
  readonly precision: number;
  readonly recall: number;
}

function compare(edges: readonly Counted[], truth: ReadonlySet<string>): Found {
  const right = edges.filter(({ key }) => truth.has(key)).length;
  return { precision: right / edges.length, recall: right / truth.size };
}

const show = ({ precision, recall }: Found) =>
  `precision ${Number.isNaN(precision) ? ' none' : precision.toFixed(3)} recall ${recall.toFixed(3)}`;
