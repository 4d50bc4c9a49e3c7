import { EngineError } from '../errors.js';
import type { ObservedExecution, ObservedTask, TaskBinding, TaskLink } from '../execution.js';
import { argumentName, isValuePath } from '../graph/value-paths.js';
import type { Sharing } from '../share-parts.js';
import type { EngineDependency } from '../types.js';
import {
  checkArray,
  checkId,
  checkIds,
  checkObject,
  checkOptionalText,
  checkWeights,
  invalid,
  readEach,
} from '../validation/checks.js';
import { readDependencies } from '../validation/read-dependencies.js';
import { type CatalogueTool, readTools } from '../validation/read-tools.js';
import { decodeVector } from './base64.js';
import { allKinds, type ExecutionSnapshot, type ToolSnapshot } from './engine-snapshot.js';

/** What a snapshot holds, checked. */
export interface KnownState {
  readonly tools: readonly CatalogueTool[];
  readonly dependencies: readonly EngineDependency[];
  readonly executions: readonly ObservedExecution[];
  readonly weights: Readonly<Record<string, number>>;
}

const noVectors = { dimensions: undefined, vectorCount: 0, hasVector: () => false };

/** Throws `SNAPSHOT_INVALID` for anything that `toJSON` did not write. Executions are made of shared parts. */
export function readSnapshot(snapshot: unknown, sharing: Sharing): KnownState {
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
      executions: readEach(executions, 'snapshot.executions', (execution) => readExecution(execution, sharing)),
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

function readExecution(execution: unknown, sharing: Sharing): ObservedExecution {
  checkObject(execution, '');
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
  checkId(id, '.id');
  checkOptionalText(intent, '.intent');
  if (typeof success !== 'boolean') invalid('.success', 'a boolean');
  if (typeof executedAt !== 'number' || !Number.isFinite(executedAt)) invalid('.executedAt', 'a finite number');
  if (proposed !== undefined) checkIds(proposed, '.proposed');
  checkArray(tasks, '.tasks');
  checkArray(links, '.links');
  checkArray(bindings, '.bindings');
  return {
    id,
    ...(intent !== undefined && { intent: sharing.intent(intent) }),
    success,
    executedAt,
    ...(proposed !== undefined && { proposed: [...proposed] }),
    tasks: readEach(tasks, '.tasks', (task) => readTask(task, sharing)),
    links: readLinks(links, tasks.length, sharing),
    ...(bindings.length > 0 && {
      bindings: readEach(bindings, '.bindings', (binding) => readBinding(binding, tasks.length)),
    }),
  };
}

function readTask(task: unknown, sharing: Sharing): ObservedTask {
  checkObject(task, '');
  const { toolId, success, overlapsPrevious, traced } = task as Partial<ObservedTask>;
  checkId(toolId, '.toolId');
  if (typeof success !== 'boolean') invalid('.success', 'a boolean');
  if (overlapsPrevious !== undefined && overlapsPrevious !== true) invalid('.overlapsPrevious', 'true or absent');
  if (traced !== undefined && traced !== 'arguments' && traced !== 'output' && traced !== 'both') {
    invalid('.traced', "'arguments', 'output', 'both' or absent");
  }
  return sharing.task({ toolId, success, overlapsPrevious, traced });
}

function readBinding(binding: unknown, taskCount: number): TaskBinding {
  checkArray(binding, '');
  const [from, to, output, argument] = binding;
  const isPosition = (place: unknown): place is number =>
    Number.isSafeInteger(place) && Number(place) >= 0 && Number(place) < taskCount;
  const isPath = (path: unknown): path is string => typeof path === 'string' && isValuePath(path);
  if (binding.length !== 4 || !isPosition(from) || !isPosition(to) || from >= to || !isPath(output)) {
    return invalid('', 'two positions of tasks, the first before the second, and two paths');
  }
  if (!isPath(argument) || argumentName(argument) === undefined) {
    return invalid('', 'a path that begins with the name of an argument as its last');
  }
  return { from, to, output, argument };
}

function readLinks(links: readonly unknown[], taskCount: number, sharing: Sharing): readonly TaskLink[] {
  const read = readEach(links, '.links', (link) => readLink(link, taskCount, sharing));
  for (let index = 1; index < read.length; index++) {
    const [before, link] = [read[index - 1]!, read[index]!];
    if ((before.from - link.from || before.to - link.to) >= 0) invalid(`.links[${index}]`, 'after the one before it');
  }
  return read;
}

function readLink(link: unknown, taskCount: number, sharing: Sharing): TaskLink {
  checkArray(link, '');
  const [from, to, kinds] = link as readonly number[];
  const isWhole = link.length === 3 && link.every((number) => Number.isSafeInteger(number) && Number(number) >= 0);
  if (!isWhole || from! >= taskCount || to! >= taskCount || from === to || kinds! < 1 || kinds! > allKinds) {
    invalid('', 'two positions of tasks and a sum of kinds of evidence');
  }
  return sharing.link(from!, to!, kinds!);
}
