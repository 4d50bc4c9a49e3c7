import type { ObservedExecution, TracedParts } from '../execution.js';
import { bindTasks } from '../graph/bind-tasks.js';
import { linkTasks } from '../graph/link-tasks.js';
import { type ValuePlace, valuesAndPlaces } from '../graph/significant-values.js';
import { isValuePath } from '../graph/value-paths.js';
import type { ExecutionInput, ExecutionTaskInput } from '../types.js';
import { checkArray, checkId, checkIds, checkObject, checkOptionalText, checkText, invalid } from './checks.js';
import { topologicalOrder } from './topological-order.js';

/** Longer intents are cut: what an intent says, it says early. */
const intentLength = 4_096;
/** Places of values that are read of one side of a call. */
const maximumPlaces = 1_024;

/** An execution that has no id yet when its caller gave none. */
export type UnnamedExecution = Omit<ObservedExecution, 'id'> & { readonly id: string | undefined };

/** Checks one execution or several. */
export function readExecutions(executions: unknown): readonly UnnamedExecution[] {
  if (!Array.isArray(executions)) return [readExecution(executions, 'execution')];
  checkArray(executions, 'executions');
  return executions.map((execution, index) => readExecution(execution, `executions[${index}]`));
}

interface CallTimes {
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

/** Checks an execution and reads what the engine keeps of it. */
export function readExecution(execution: unknown, what: string): UnnamedExecution {
  checkObject(execution, what);
  const { id, intent, success, executedAt, proposed, tasks } = execution as Partial<ExecutionInput>;
  if (id !== undefined) checkId(id, `${what}.id`);
  checkOptionalText(intent, `${what}.intent`);
  if (typeof success !== 'boolean') invalid(`${what}.success`, 'a boolean');
  if (proposed !== undefined) checkIds(proposed, `${what}.proposed`);
  checkArray(tasks, `${what}.tasks`);

  const read = tasks.map((task, index) => readTask(task, index, `${what}.tasks[${index}]`));
  const order = topologicalOrder(read, `${what}.tasks`);
  const places = new Map(order.map((task, place) => [task.id, place]));
  const evidence = order.map((task) => ({
    ...task,
    dependsOn: task.dependsOn.map((taskId) => places.get(taskId)!),
  }));
  const bindings = bindTasks(evidence);
  return {
    id,
    ...(intent !== undefined && { intent: intent.slice(0, intentLength) }),
    success,
    executedAt: readTime(executedAt, `${what}.executedAt`) ?? 0,
    ...(proposed !== undefined && { proposed: [...proposed] }),
    tasks: order.map((task, place) => ({
      toolId: task.toolId,
      success: task.success,
      ...(overlaps(order[place - 1], task) && { overlapsPrevious: true as const }),
      ...tracedParts(task),
    })),
    links: linkTasks(evidence),
    ...(bindings.length > 0 && { bindings }),
  };
}

function overlaps(previous: CallTimes | undefined, { startedAt }: CallTimes): boolean {
  return previous?.endedAt !== undefined && startedAt !== undefined && startedAt < previous.endedAt;
}

function tracedParts({ argumentPlaces, outputPlaces }: ReturnType<typeof readTask>): { traced?: TracedParts } {
  if (argumentPlaces !== undefined) return { traced: outputPlaces === undefined ? 'arguments' : 'both' };
  return outputPlaces === undefined ? {} : { traced: 'output' };
}

function readTask(task: unknown, index: number, what: string) {
  checkObject(task, what);
  const input = task as Partial<ExecutionTaskInput>;
  const { id = `t${index + 1}`, toolId, dependsOn = [], success = true } = input;
  checkId(id, `${what}.id`);
  checkId(toolId, `${what}.toolId`);
  checkIds(dependsOn, `${what}.dependsOn`);
  if (typeof success !== 'boolean') invalid(`${what}.success`, 'a boolean');
  const used = readValues(input.argumentValues, input.argumentPlaces, input.arguments, `${what}.argument`);
  const given = readValues(input.outputValues, input.outputPlaces, input.output, `${what}.output`);
  return {
    id,
    toolId,
    dependsOn,
    success,
    startedAt: readTime(input.startedAt, `${what}.startedAt`),
    endedAt: readTime(input.endedAt, `${what}.endedAt`),
    argumentValues: used.values,
    argumentPlaces: used.places,
    outputValues: given.values,
    outputPlaces: given.places,
  };
}

interface ReadValues {
  readonly values: readonly string[];
  /** Undefined where nothing was traced. */
  readonly places: readonly ValuePlace[] | undefined;
}

function readValues(values: unknown, places: unknown, raw: unknown, what: string): ReadValues {
  if (values === undefined && places === undefined) {
    return raw === undefined ? { values: [], places: undefined } : valuesAndPlaces(raw);
  }
  const texts = values ?? [];
  checkArray(texts, `${what}Values`);
  for (const [index, value] of texts.entries()) checkText(value, `${what}Values[${index}]`);
  if (places !== undefined) checkPlaces(places, `${what}Places`);
  return { values: texts as readonly string[], places: places?.slice(0, maximumPlaces) };
}

function checkPlaces(places: unknown, what: string): asserts places is readonly ValuePlace[] {
  checkArray(places, what);
  for (const [index, place] of places.entries()) {
    checkObject(place, `${what}[${index}]`);
    const { value, path } = place as Partial<ValuePlace>;
    checkText(value, `${what}[${index}].value`);
    checkText(path, `${what}[${index}].path`);
    if (!isValuePath(path)) invalid(`${what}[${index}].path`, 'a path such as orders[].id');
  }
}

function readTime(time: unknown, what: string): number | undefined {
  if (time === undefined) return undefined;
  const milliseconds = time instanceof Date ? time.getTime() : time;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) {
    invalid(what, 'a date or milliseconds since the epoch');
  }
  return milliseconds;
}
