import type { ObservedExecution, ObservedTask } from '../execution.js';
import { successfulCalls } from './successful-calls.js';

/** One call of a tool in a plan: the tool, and how many calls of it come before. */
export interface PlannedCall {
  readonly toolId: string;
  readonly repetition: number;
}

/** A way that a value took, and how often. */
export interface SeenBinding {
  /** Path in the output. */
  readonly output: string;
  /** Path in the arguments. */
  readonly argument: string;
  /** Executions in which the value went this way. */
  readonly seen: number;
}

export interface SeenBindings {
  /** Executions that ran both, in this order, and of which it is known what flowed between them. */
  readonly of: number;
  /** Ordered by (argument, output). */
  readonly bindings: readonly SeenBinding[];
}

/** Which outputs fed which arguments in successful executions; whole numbers, so the order of arrival leaves no trace. */
export interface Bindings {
  /** Between these two calls; undefined where no execution shows what flows between them. */
  betweenCalls(from: PlannedCall, to: PlannedCall): SeenBindings | undefined;
  /** Between any calls of the two tools. */
  betweenTools(from: string, to: string): SeenBindings | undefined;
  /** Share of the executions that ran the tool after any other call in which an output fed this argument of it. */
  rateOf(toolId: string, argument: string): number;
  observe(execution: ObservedExecution): void;
}

interface Flow {
  of: number;
  /** By argument and output. */
  readonly seen: Map<string, number>;
}

/** Calls of one execution that are read, so that long executions have a bounded cost. */
const maximumCalls = 50;

export function createBindings(): Bindings {
  const flows = new Map<string, Flow>();

  return {
    betweenCalls: (from, to) => seenOf(flows.get(callsKey(from, to))),
    betweenTools: (from, to) => seenOf(flows.get(toolsKey(from, to))),
    rateOf(toolId, argument) {
      const flow = flows.get(toolKey(toolId));
      return flow === undefined ? 0 : (flow.seen.get(JSON.stringify([argument])) ?? 0) / flow.of;
    },
    observe(execution) {
      for (const [key, ways] of waysOf(execution)) {
        const flow = flows.get(key) ?? { of: 0, seen: new Map<string, number>() };
        flow.of++;
        for (const way of ways) flow.seen.set(way, (flow.seen.get(way) ?? 0) + 1);
        flows.set(key, flow);
      }
    },
  };
}

function seenOf(flow: Flow | undefined): SeenBindings | undefined {
  if (flow === undefined) return undefined;
  const ways = Array.from(flow.seen).sort(([a], [b]) => (a < b ? -1 : 1));
  const bindings = ways.map(([way, seen]): SeenBinding => {
    const [argument, output] = JSON.parse(way) as [string, string];
    return { argument, output, seen };
  });
  return { of: flow.of, bindings };
}

/** By pair of calls, by pair of tools and by tool: the ways that values took, each at most once. */
function waysOf(execution: ObservedExecution): ReadonlyMap<string, ReadonlySet<string>> {
  const ways = new Map<string, Set<string>>();
  const calls = callsOf(execution);
  const isPair = (from: Call, to: Call) => from.position < to.position && gaveOutput(from) && tookArguments(to);
  for (const to of calls) {
    for (const from of calls) {
      if (!isPair(from, to)) continue;
      for (const key of [...keysOf(from, to), toolKey(to.toolId)]) if (!ways.has(key)) ways.set(key, new Set());
    }
  }
  const callAt = new Map(calls.map((call) => [call.position, call]));
  for (const { from: giver, to: taker, output, argument } of execution.bindings ?? []) {
    const [from, to] = [callAt.get(giver), callAt.get(taker)];
    if (from === undefined || to === undefined || !isPair(from, to)) continue;
    for (const key of keysOf(from, to)) ways.get(key)!.add(JSON.stringify([argument, output]));
    ways.get(toolKey(to.toolId))!.add(JSON.stringify([argument]));
  }
  return ways;
}

interface Call extends PlannedCall {
  readonly position: number;
  readonly traced: ObservedTask['traced'];
}

function callsOf(execution: ObservedExecution): readonly Call[] {
  const repetitions = new Map<string, number>();
  return successfulCalls(execution)
    .slice(0, maximumCalls)
    .map(({ toolId, position }) => {
      const repetition = repetitions.get(toolId) ?? 0;
      repetitions.set(toolId, repetition + 1);
      return { toolId, repetition, position, traced: execution.tasks[position]!.traced };
    });
}

const gaveOutput = ({ traced }: Call) => traced === 'output' || traced === 'both';
const tookArguments = ({ traced }: Call) => traced === 'arguments' || traced === 'both';

function keysOf(from: PlannedCall, to: PlannedCall): readonly string[] {
  return [callsKey(from, to), toolsKey(from.toolId, to.toolId)];
}

function callsKey(from: PlannedCall, to: PlannedCall): string {
  return JSON.stringify([from.toolId, from.repetition, to.toolId, to.repetition]);
}

function toolsKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function toolKey(to: string): string {
  return JSON.stringify([to]);
}
