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

/** What a flow is kept under: a tool, and of what it got from where. */
interface FlowKey {
  readonly taker: string;
  readonly from: string;
}

/** All that it got. */
const anywhere = '';
const tools = (from: string) => ` ${from}`;
const calls = (from: PlannedCall, to: PlannedCall) => `${from.repetition} ${to.repetition} ${from.toolId}`;

export function createBindings(): Bindings {
  const flows = new Map<string, Map<string, Flow>>();
  const find = (taker: string, from: string) => flows.get(taker)?.get(from);

  function flowOf({ taker, from }: FlowKey): Flow {
    const ofTaker = entry(flows, taker, () => new Map<string, Flow>());
    return entry(ofTaker, from, () => ({ of: 0, seen: new Map<string, number>() }));
  }

  function count(execution: ObservedExecution, unit: 1 | -1): void {
    for (const { key, ways } of waysOf(execution)) {
      const flow = flowOf(key);
      flow.of += unit;
      for (const way of ways) {
        const seen = (flow.seen.get(way) ?? 0) + unit;
        if (seen === 0) flow.seen.delete(way);
        else flow.seen.set(way, seen);
      }
      if (flow.of > 0) continue;
      flows.get(key.taker)!.delete(key.from);
      if (flows.get(key.taker)!.size === 0) flows.delete(key.taker);
    }
  }

  return {
    betweenCalls: (from, to) => (flows.has(to.toolId) ? seenOf(find(to.toolId, calls(from, to))) : undefined),
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

interface Ways {
  readonly key: FlowKey;
  readonly ways: Set<string>;
}

/** By pair of calls, by pair of tools and by tool: the ways that values took, each at most once. */
function waysOf(execution: ObservedExecution): readonly Ways[] {
  const found = new Map<string, Map<string, Ways>>();
  const ran = callsOf(execution);
  const isPair = (from: Call, to: Call) => from.position < to.position && gaveOutput(from) && tookArguments(to);
  const waysBetween = (taker: string, from: string) =>
    entry(
      entry(found, taker, () => new Map<string, Ways>()),
      from,
      () => ({
        key: { taker, from },
        ways: new Set<string>(),
      }),
    ).ways;
  for (const to of ran.filter(tookArguments)) {
    for (const from of ran) {
      if (!isPair(from, to)) continue;
      for (const kind of [calls(from, to), tools(from.toolId), anywhere]) waysBetween(to.toolId, kind);
    }
  }
  const callAt = new Map(ran.map((call) => [call.position, call]));
  for (const { from: giver, to: taker, output, argument } of execution.bindings ?? []) {
    const [from, to] = [callAt.get(giver), callAt.get(taker)];
    if (from === undefined || to === undefined || !isPair(from, to)) continue;
    for (const kind of [calls(from, to), tools(from.toolId)]) {
      waysBetween(to.toolId, kind).add(JSON.stringify([argument, output]));
    }
    waysBetween(to.toolId, anywhere).add(JSON.stringify([argument]));
  }
  return Array.from(found.values()).flatMap((ofTaker) => Array.from(ofTaker.values()));
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

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}
