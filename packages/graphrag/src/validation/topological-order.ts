import { invalid } from './checks.js';

interface OrderedTask {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly startedAt: number | undefined;
}

/**
 * Tasks so that each comes after those it depends on; among tasks that are free, the earlier started comes first,
 * then the earlier listed. Duplicate ids, unknown prerequisites and cycles end the call.
 */
export function topologicalOrder<Task extends OrderedTask>(tasks: readonly Task[], what: string): readonly Task[] {
  if (isInOrder(tasks)) return tasks;
  const positions = new Map(tasks.map((task, position) => [task.id, position]));
  if (positions.size < tasks.length) invalid(what, 'tasks with distinct ids');
  const dependents = tasks.map((): number[] => []);
  const waitingFor = tasks.map(({ id, dependsOn }, position) => {
    const prerequisites = new Set(dependsOn);
    for (const prerequisite of prerequisites) {
      const from = positions.get(prerequisite);
      if (from === undefined) {
        invalid(
          `${what}: task ${JSON.stringify(id)}`,
          `dependent on listed tasks only, not ${JSON.stringify(prerequisite)}`,
        );
      }
      dependents[from]!.push(position);
    }
    return prerequisites.size;
  });

  const timed = tasks.every((task) => task.startedAt !== undefined);
  const isBefore = (a: number, b: number) =>
    timed && tasks[a]!.startedAt !== tasks[b]!.startedAt ? tasks[a]!.startedAt! < tasks[b]!.startedAt! : a < b;
  const free = waitingFor.flatMap((count, position) => (count === 0 ? [position] : []));
  const order: Task[] = [];
  while (free.length > 0) {
    const next = free.reduce((first, position) => (isBefore(position, first) ? position : first));
    free.splice(free.indexOf(next), 1);
    order.push(tasks[next]!);
    for (const dependent of dependents[next]!) if (--waitingFor[dependent]! === 0) free.push(dependent);
  }
  if (order.length < tasks.length) invalid(what, 'tasks whose dependsOn form no cycle');
  return order;
}

/** Mostly they are listed as they ran, and a whole history is read at every start. */
function isInOrder(tasks: readonly OrderedTask[]): boolean {
  const listed = new Set<string>();
  let latest = -Infinity;
  for (const { id, dependsOn, startedAt } of tasks) {
    if (listed.has(id) || !dependsOn.every((prerequisite) => listed.has(prerequisite))) return false;
    if (startedAt !== undefined && startedAt < latest) return false;
    latest = startedAt ?? latest;
    listed.add(id);
  }
  return true;
}
