import type { ObservedExecution } from '../execution.js';
import { linkTasks } from '../graph/link-tasks.js';
import { significantValues } from '../graph/significant-values.js';
import type { ExecutionInput, ExecutionTaskInput } from '../types.js';
import { checkArray, checkId, checkIds, checkObject, checkOptionalText, checkText, invalid } from './checks.js';
import { topologicalOrder } from './topological-order.js';

/** Longer intents are cut: what an intent says, it says early. */
const intentLength = 4_096;

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
  const links = linkTasks(
    order.map((task) => ({ ...task, dependsOn: task.dependsOn.map((taskId) => places.get(taskId)!) })),
  );
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
    })),
    links,
  };
}

function overlaps(previous: CallTimes | undefined, { startedAt }: CallTimes): boolean {
  return previous?.endedAt !== undefined && startedAt !== undefined && startedAt < previous.endedAt;
}

function readTask(task: unknown, index: number, what: string) {
  checkObject(task, what);
  const input = task as Partial<ExecutionTaskInput>;
  const { id = `t${index + 1}`, toolId, dependsOn = [], success = true } = input;
  checkId(id, `${what}.id`);
  checkId(toolId, `${what}.toolId`);
  checkIds(dependsOn, `${what}.dependsOn`);
  if (typeof success !== 'boolean') invalid(`${what}.success`, 'a boolean');
  return {
    id,
    toolId,
    dependsOn,
    success,
    startedAt: readTime(input.startedAt, `${what}.startedAt`),
    endedAt: readTime(input.endedAt, `${what}.endedAt`),
    argumentValues: readValues(input.argumentValues, input.arguments, `${what}.argumentValues`),
    outputValues: readValues(input.outputValues, input.output, `${what}.outputValues`),
  };
}

function readValues(values: unknown, raw: unknown, what: string): readonly string[] {
  if (values === undefined) return significantValues(raw);
  checkArray(values, what);
  for (const [index, value] of values.entries()) checkText(value, `${what}[${index}]`);
  return values as readonly string[];
}

function readTime(time: unknown, what: string): number | undefined {
  if (time === undefined) return undefined;
  const milliseconds = time instanceof Date ? time.getTime() : time;
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) {
    invalid(what, 'a date or milliseconds since the epoch');
  }
  return milliseconds;
}
