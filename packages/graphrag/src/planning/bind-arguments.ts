import { isObject } from '../contracts-of-schemas/output-fields.js';
import type { EngineState } from '../engine-state.js';
import { argumentName, openChoices } from '../graph/value-paths.js';
import type { ArgumentBinding, SuggestedTask } from '../types.js';
import { repetitionOf, type StepKey, toolOf } from './plan.js';
import { planningSettings } from './planning-settings.js';

type PlannedTask = SuggestedTask & { readonly step: StepKey };
type Knowledge = Pick<EngineState, 'catalogue' | 'bindings' | 'contracts'>;

/**
 * Fills arguments of tasks by the outputs of tasks that stand before them in the given topological order: by what
 * executions did, else by what the schemas say. What a binding needs to have run is added to `dependsOn` where it is
 * not implied, and as every such edge points forwards, the plan stays acyclic.
 */
export function bindArguments(tasks: readonly PlannedTask[], knowledge: Knowledge): readonly SuggestedTask[] {
  /** By id: all that must have run. */
  const ancestors = new Map<string, Set<string>>();
  return tasks.map(({ step, ...task }, place) => {
    const bindings = bindingsOf(step, tasks.slice(0, place), knowledge);
    const reached = new Set<string>();
    const reach = (id: string) => {
      for (const each of [id, ...ancestors.get(id)!]) reached.add(each);
    };
    const dependsOn = [...task.dependsOn];
    dependsOn.forEach(reach);
    // The latest first: it may imply the others.
    for (const { id } of tasks.slice(0, place).reverse()) {
      if (reached.has(id) || !bindings.some(({ from }) => from === id)) continue;
      dependsOn.push(id);
      reach(id);
    }
    ancestors.set(task.id, reached);
    const filled = new Set(bindings.map(({ argument }) => argument));
    return {
      ...task,
      dependsOn: tasks.map(({ id }) => id).filter((id) => dependsOn.includes(id)),
      bindings,
      missing: task.missing.filter(({ name }) => !filled.has(name)),
    };
  });
}

function bindingsOf(step: StepKey, earlier: readonly PlannedTask[], knowledge: Knowledge): readonly ArgumentBinding[] {
  const accepts = acceptedArguments(knowledge.catalogue.get(toolOf(step))?.inputSchema);
  const bindings = new Map<string, ArgumentBinding>();
  const candidates = [...seenBindings(step, earlier, knowledge), ...contractBindings(step, earlier, knowledge)];
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
function seenBindings(step: StepKey, earlier: readonly PlannedTask[], { bindings }: Knowledge): ArgumentBinding[] {
  const { bindingPrior, bindingThreshold } = planningSettings;
  const to = callOf(step);
  const isKnown = new Set(
    earlier.filter((task) => bindings.betweenCalls(callOf(task.step), to)).map(({ toolId }) => toolId),
  );
  const nearest = new Map(earlier.map(({ toolId, id }) => [toolId, id]));
  const candidates = earlier.flatMap(({ id, toolId, step: from }, place) => {
    // Of a call that never ran before this one, the tools tell: then the nearest call is meant.
    const isMeant = !isKnown.has(toolId) && nearest.get(toolId) === id;
    const flow = bindings.betweenCalls(callOf(from), to) ?? (isMeant && bindings.betweenTools(toolId, to.toolId));
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

function callOf(step: StepKey) {
  return { toolId: toolOf(step), repetition: repetitionOf(step) };
}

/** What the output schema of one tool of the plan says, from its call that stands nearest. */
function contractBindings(step: StepKey, earlier: readonly PlannedTask[], { contracts }: Knowledge): ArgumentBinding[] {
  const latest = new Map(earlier.map(({ toolId, id }) => [toolId, id]));
  return contracts
    .fieldsFor(toolOf(step), (toolId) => latest.has(toolId))
    .map(({ input, from, path }) => ({
      argument: input,
      from: latest.get(from)!,
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
  const properties = isObject(inputSchema) && isObject(inputSchema.properties) ? inputSchema.properties : undefined;
  return (argument) => {
    if (properties === undefined) return true;
    const name = argumentName(argument);
    if (name === undefined || !Object.hasOwn(properties, name)) return false;
    const schema = properties[name];
    return !isObject(schema) || !('enum' in schema || 'const' in schema || schema.type === 'boolean');
  };
}
