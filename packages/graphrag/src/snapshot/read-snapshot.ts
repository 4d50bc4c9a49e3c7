import { EngineError } from '../errors.js';
import type { ObservedExecution, TaskBinding, TaskLink, TracedParts } from '../execution.js';
import { argumentName, isValuePath } from '../graph/value-paths.js';
import type { EngineDependency } from '../types.js';
import {
  checkArray,
  checkId,
  checkIds,
  checkObject,
  checkOptionalText,
  checkWeights,
  invalid,
} from '../validation/checks.js';
import { readDependencies } from '../validation/read-dependencies.js';
import { type CatalogueTool, readTools } from '../validation/read-tools.js';
import { decodeVector } from './base64.js';
import { type ExecutionSnapshot, linkKinds, type ToolSnapshot } from './engine-snapshot.js';

/** What a snapshot holds, checked. */
export interface KnownState {
  readonly tools: readonly CatalogueTool[];
  readonly dependencies: readonly EngineDependency[];
  readonly executions: readonly ObservedExecution[];
  readonly weights: Readonly<Record<string, number>>;
}

const noVectors = { dimensions: undefined, vectorCount: 0, hasVector: () => false };

/** Throws `SNAPSHOT_INVALID` for anything that `toJSON` did not write. */
export function readSnapshot(snapshot: unknown): KnownState {
  try {
    checkObject(snapshot, 'snapshot');
    const { format, version, tools, dependencies, executions, weights } = snapshot as Record<string, unknown>;
    if (format !== 'agentcards.engine') invalid('snapshot.format', '"agentcards.engine"');
    if (version !== 1) invalid('snapshot.version', '1');
    checkArray(tools, 'snapshot.tools');
    checkArray(executions, 'snapshot.executions');
    return {
      tools: readTools(tools.map(restoreVector), noVectors, 'snapshot.tools'),
      dependencies: readDependencies(dependencies, 'snapshot.dependencies'),
      executions: executions.map((execution, index) => readExecution(execution, `snapshot.executions[${index}]`)),
      weights: weights === undefined ? {} : checkWeights(weights, 'snapshot.weights'),
    };
  } catch (error) {
    if (!EngineError.isInstance(error)) throw error;
    const hint = 'Pass what toJSON() of an engine of this version returned, or build the engine anew.';
    throw new EngineError('SNAPSHOT_INVALID', error.message, hint);
  }
}

function restoreVector(tool: unknown, index: number): unknown {
  checkObject(tool, `snapshot.tools[${index}]`);
  const { embedding } = tool as Partial<ToolSnapshot>;
  if (embedding === undefined) return tool;
  checkOptionalText(embedding, `snapshot.tools[${index}].embedding`);
  return { ...tool, embedding: decodeVector(embedding) ?? invalid(`snapshot.tools[${index}].embedding`, 'a vector') };
}

function readExecution(execution: unknown, what: string): ObservedExecution {
  checkObject(execution, what);
  const {
    id,
    intent,
    success,
    executedAt,
    proposed,
    tasks,
    links,
    bindings = [],
  } = execution as Partial<ExecutionSnapshot>;
  checkId(id, `${what}.id`);
  checkOptionalText(intent, `${what}.intent`);
  if (typeof success !== 'boolean') invalid(`${what}.success`, 'a boolean');
  if (typeof executedAt !== 'number' || !Number.isFinite(executedAt)) invalid(`${what}.executedAt`, 'a finite number');
  if (proposed !== undefined) checkIds(proposed, `${what}.proposed`);
  checkArray(tasks, `${what}.tasks`);
  checkArray(links, `${what}.links`);
  checkArray(bindings, `${what}.bindings`);
  return {
    id,
    ...(intent !== undefined && { intent }),
    success,
    executedAt,
    ...(proposed !== undefined && { proposed: [...proposed] }),
    tasks: tasks.map((task, index) => {
      checkObject(task, `${what}.tasks[${index}]`);
      checkId(task.toolId, `${what}.tasks[${index}].toolId`);
      if (typeof task.success !== 'boolean') invalid(`${what}.tasks[${index}].success`, 'a boolean');
      const { overlapsPrevious } = task;
      if (overlapsPrevious !== undefined && overlapsPrevious !== true) {
        invalid(`${what}.tasks[${index}].overlapsPrevious`, 'true or absent');
      }
      const traced = readTraced(task.traced, `${what}.tasks[${index}].traced`);
      return {
        toolId: task.toolId,
        success: task.success,
        ...(overlapsPrevious && { overlapsPrevious }),
        ...(traced && { traced }),
      };
    }),
    links: links.map((link, index) => readLink(link, tasks.length, `${what}.links[${index}]`)),
    ...(bindings.length > 0 && {
      bindings: bindings.map((binding, index) => readBinding(binding, tasks.length, `${what}.bindings[${index}]`)),
    }),
  };
}

function readTraced(traced: unknown, what: string): TracedParts | undefined {
  if (traced === undefined || traced === 'arguments' || traced === 'output' || traced === 'both') return traced;
  return invalid(what, "'arguments', 'output', 'both' or absent");
}

function readBinding(binding: unknown, taskCount: number, what: string): TaskBinding {
  checkArray(binding, what);
  const [from, to, output, argument] = binding;
  const isPosition = (place: unknown): place is number =>
    Number.isSafeInteger(place) && Number(place) >= 0 && Number(place) < taskCount;
  const isPath = (path: unknown): path is string => typeof path === 'string' && isValuePath(path);
  if (binding.length !== 4 || !isPosition(from) || !isPosition(to) || from >= to || !isPath(output)) {
    return invalid(what, 'two positions of tasks, the first before the second, and two paths');
  }
  if (!isPath(argument) || argumentName(argument) === undefined) {
    return invalid(what, 'a path that begins with the name of an argument as its last');
  }
  return { from, to, output, argument };
}

const allKinds = linkKinds.dataFlow | linkKinds.declared | linkKinds.sequence;

function readLink(link: unknown, taskCount: number, what: string): TaskLink {
  checkArray(link, what);
  const [from, to, kinds] = link.map(Number) as [number, number, number];
  const isWhole = link.length === 3 && link.every((number) => Number.isSafeInteger(number) && Number(number) >= 0);
  if (!isWhole || from >= taskCount || to >= taskCount || from === to || kinds < 1 || kinds > allKinds) {
    invalid(what, 'two positions of tasks and a sum of kinds of evidence');
  }
  return {
    from,
    to,
    dataFlow: (kinds & linkKinds.dataFlow) !== 0,
    declared: (kinds & linkKinds.declared) !== 0,
    sequence: (kinds & linkKinds.sequence) !== 0,
  };
}
