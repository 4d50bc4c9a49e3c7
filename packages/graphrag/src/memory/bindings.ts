import { entry } from '../entry.js';
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
  /** Whether any execution shows what flows to calls of the tool: most tools can be passed over. */
  isFed(toolId: string): boolean;
  /** Between any calls of the two tools. */
  betweenTools(from: string, to: string): SeenBindings | undefined;
  /** Share of the executions that ran the tool after any other call in which an output fed this argument of it. */
  rateOf(toolId: string, argument: string): number;
  observe(execution: ObservedExecution): void;
  /** Takes back what `observe` counted: as if the execution had never been observed. */
  forget(execution: ObservedExecution): void;
}

interface Flow {
  of: number;
  /** By argument and output. */
  readonly seen: Map<string, number>;
}

/** Calls of one execution that are read, so that long executions have a bounded cost. */
const maximumCalls = 50;

// What a tool got is kept by from where: from any call, from calls of a tool, from one call to one.
const anywhere = '';
const tools = (from: string) => ` ${from}`;
const calls = (from: PlannedCall, to: PlannedCall) => `${from.repetition} ${to.repetition} ${from.toolId}`;

export function createBindings(): Bindings {
  const flows = new Map<string, Map<string, Flow>>();
  const find = (taker: string, from: string) => flows.get(taker)?.get(from);

  function count(execution: ObservedExecution, unit: 1 | -1): void {
    if (execution.tasks.every(({ traced }) => traced === undefined)) return;
    for (const [taker, byOrigin] of waysOf(execution)) {
      const ofTaker = entry(flows, taker, () => new Map<string, Flow>());
      for (const [origin, ways] of byOrigin) {
        const flow = entry(ofTaker, origin, () => ({ of: 0, seen: new Map<string, number>() }));
        flow.of += unit;
        for (const way of ways) {
          const seen = (flow.seen.get(way) ?? 0) + unit;
          if (seen === 0) flow.seen.delete(way);
          else flow.seen.set(way, seen);
        }
        if (flow.of === 0) ofTaker.delete(origin);
      }
      if (ofTaker.size === 0) flows.delete(taker);
    }
  }

  return {
    betweenCalls: (from, to) => seenOf(find(to.toolId, calls(from, to))),
    isFed: (toolId) => flows.has(toolId),
    betweenTools: (from, to) => seenOf(find(to, tools(from))),
    rateOf(toolId, argument) {
      const flow = find(toolId, anywhere);
      return flow === undefined ? 0 : (flow.seen.get(JSON.stringify([argument])) ?? 0) / flow.of;
    },
    observe: (execution) => count(execution, 1),
    forget: (execution) => count(execution, -1),
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

/** By tool and from where: the ways that values took, each at most once. */
function waysOf(execution: ObservedExecution): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  const ran = callsOf(execution);
  const isPair = (from: Call, to: Call) => from.position < to.position && gaveOutput(from) && tookArguments(to);
  const waysOfTaker = ({ toolId }: Call) => entry(found, toolId, () => new Map<string, Set<string>>());
  const waysFrom = (to: Call, origin: string) => entry(waysOfTaker(to), origin, () => new Set<string>());
  for (const to of ran.filter(tookArguments)) {
    for (const from of ran) {
      if (!isPair(from, to)) continue;
      for (const origin of [calls(from, to), tools(from.toolId), anywhere]) waysFrom(to, origin);
    }
  }
  const callAt = new Map(ran.map((call) => [call.position, call]));
  for (const { from: giver, to: taker, output, argument } of execution.bindings ?? []) {
    const [from, to] = [callAt.get(giver), callAt.get(taker)];
    if (from === undefined || to === undefined || !isPair(from, to)) continue;
    for (const origin of [calls(from, to), tools(from.toolId)]) {
      waysFrom(to, origin).add(JSON.stringify([argument, output]));
    }
    waysFrom(to, anywhere).add(JSON.stringify([argument]));
  }
  return found;
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
