import { describedArguments } from '../contracts-of-schemas/described-arguments.js';
import { isObject } from '../contracts-of-schemas/output-fields.js';
import type { EngineState } from '../engine-state.js';
import { argumentName, openChoices } from '../graph/value-paths.js';
import type { PlannedCall } from '../memory/bindings.js';
import type { ArgumentBinding, SuggestedTask } from '../types.js';
import { repetitionOf, type StepKey } from './plan.js';
import { planningSettings } from './planning-settings.js';

type PlannedTask = SuggestedTask & { readonly step: StepKey };
type Knowledge = Pick<EngineState, 'catalogue' | 'bindings' | 'contracts'>;

/** The tasks of a plan that stand before one of it. */
interface EarlierTasks {
  readonly tasks: readonly { readonly id: string; readonly call: PlannedCall }[];
  /** By tool, the id of the call that stands nearest. */
  readonly nearest: ReadonlyMap<string, string>;
}

/**
 * Fills arguments of tasks by the outputs of tasks that stand before them in the given topological order: by what
 * executions did, else by what the schemas say. What a binding needs to have run is added to `dependsOn` where it is
 * not implied, and as every such edge points forwards, the plan stays acyclic.
 */
export function bindArguments(planned: readonly PlannedTask[], knowledge: Knowledge): readonly SuggestedTask[] {
  const tasks: { readonly id: string; readonly call: PlannedCall }[] = [];
  const nearest = new Map<string, string>();
  const needed = new Map<string, readonly string[]>();
  return planned.map(({ step, ...task }) => {
    const { id, toolId } = task;
    const call = { toolId, repetition: repetitionOf(step) };
    const bindings = bindingsOf(call, { tasks, nearest }, knowledge);
    const dependsOn = bindings.length === 0 ? task.dependsOn : withGivers(task.dependsOn, bindings, needed);
    tasks.push({ id, call });
    nearest.set(toolId, id);
    needed.set(id, dependsOn);
    const missing = task.missing.filter(({ name }) => !bindings.some(({ argument }) => argument === name));
    return { ...task, dependsOn, bindings, missing };
  });
}

/** What a task needs, and in the order of the plan what its bindings do. */
function withGivers(
  dependsOn: readonly string[],
  bindings: readonly ArgumentBinding[],
  needed: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const reached = new Set<string>();
  const reach = (id: string) => {
    if (reached.has(id)) return;
    reached.add(id);
    needed.get(id)!.forEach(reach);
  };
  dependsOn.forEach(reach);
  const earlier = Array.from(needed.keys());
  const all = new Set(dependsOn);
  // The latest first: it may imply the others.
  for (const id of earlier.toReversed()) {
    if (reached.has(id) || !bindings.some(({ from }) => from === id)) continue;
    all.add(id);
    reach(id);
  }
  return earlier.filter((id) => all.has(id));
}

function bindingsOf(to: PlannedCall, earlier: EarlierTasks, knowledge: Knowledge): readonly ArgumentBinding[] {
  const candidates = [...seenBindings(to, earlier, knowledge), ...contractBindings(to, earlier, knowledge)];
  if (candidates.length === 0) return candidates;
  const accepts = acceptedArguments(knowledge.catalogue.get(to.toolId)?.inputSchema);
  const bindings = new Map<string, ArgumentBinding>();
  // A part of an argument and the whole of it cannot both be bound: the likelier one comes first.
  for (const binding of candidates) {
    const isTaken = Array.from(bindings.keys()).some((taken) => overlap(taken, binding.argument));
    if (!isTaken && accepts(binding.argument)) bindings.set(binding.argument, binding);
  }
  return Array.from(bindings.values()).sort((a, b) => (a.argument < b.argument ? -1 : 1));
}

/**
 * What executions did often enough, the likeliest first: ties by count, then the nearest task, then by path. Of n
 * executions with both calls in which the value went this way k times, r the share of all in which anything fed the
 * argument, and p the prior's weight:
 *
 *     (k + p·r) / (n + p)
 */
function seenBindings(
  to: PlannedCall,
  { tasks, nearest }: EarlierTasks,
  { bindings }: Knowledge,
): readonly ArgumentBinding[] {
  if (!bindings.isFed(to.toolId)) return [];
  const { bindingPrior, bindingThreshold } = planningSettings;
  const flows = tasks.map(({ call }) => bindings.betweenCalls(call, to));
  const isKnown = new Set(tasks.filter((_, place) => flows[place] !== undefined).map(({ call }) => call.toolId));
  const candidates = tasks.flatMap(({ id, call: { toolId } }, place) => {
    // Of a call that never ran before this one, the tools tell: then the nearest call is meant.
    const isMeant = !isKnown.has(toolId) && nearest.get(toolId) === id;
    const flow = flows[place] ?? (isMeant && bindings.betweenTools(toolId, to.toolId));
    if (!flow) return [];
    const { of, bindings: ways } = flow;
    return ways
      .map(({ argument, output, seen }) => ({
        place,
        probability: (seen + bindingPrior * bindings.rateOf(to.toolId, argument)) / (of + bindingPrior),
        seen,
        binding: { argument, from: id, path: output, evidence: { kind: 'executions' as const, seen, of } },
      }))
      .filter(({ probability }) => probability >= bindingThreshold);
  });
  return candidates
    .sort(
      (a, b) =>
        b.probability - a.probability ||
        b.seen - a.seen ||
        b.place - a.place ||
        openChoices(a.binding.path) - openChoices(b.binding.path) ||
        (a.binding.path < b.binding.path ? -1 : 1),
    )
    .map(({ binding }) => binding);
}

/** What the output schema of one tool of the plan says, from its call that stands nearest. */
function contractBindings(
  to: PlannedCall,
  { nearest }: EarlierTasks,
  { contracts }: Knowledge,
): readonly ArgumentBinding[] {
  return contracts
    .fieldsFor(to.toolId, (toolId) => nearest.has(toolId))
    .map(({ input, from, path }) => ({
      argument: input,
      from: nearest.get(from)!,
      path,
      evidence: { kind: 'contract' as const },
    }));
}

function overlap(argument: string, other: string): boolean {
  const isPart = (part: string, whole: string) =>
    part.startsWith(whole) && ['.', '[', '{', undefined].includes(part[whole.length]);
  return isPart(argument, other) || isPart(other, argument);
}

/** Whether a path begins with an argument of the schema that is not one of a few given values. */
function acceptedArguments(inputSchema: unknown): (argument: string) => boolean {
  const { properties } = describedArguments(inputSchema);
  return (argument) => {
    if (properties === undefined) return true;
    const name = argumentName(argument);
    if (name === undefined || !properties.has(name)) return false;
    const schema = properties.get(name);
    return !isObject(schema) || !('enum' in schema || 'const' in schema || schema.type === 'boolean');
  };
}
