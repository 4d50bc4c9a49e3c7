import { AgentCardsError } from '../errors/agent-cards-error.js';

/**
 * The layer of every task: the length in edges of the longest path to it from a task without prerequisites
 * (Kahn's algorithm).
 * @throws AgentCardsError `TASK_DUPLICATE` | `TASK_DEPENDENCY_UNKNOWN` | `DAG_CYCLE`
 */
export function topologicalLayers(
  tasks: readonly { readonly id: string; readonly dependsOn: readonly string[] }[],
): Map<string, number> {
  const waiting = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const { id } of tasks) {
    if (waiting.has(id)) throw new AgentCardsError('TASK_DUPLICATE', `Two tasks have the id ${JSON.stringify(id)}.`);
    waiting.set(id, 0);
    dependents.set(id, []);
  }
  for (const { id, dependsOn } of tasks) {
    const prerequisites = new Set(dependsOn);
    waiting.set(id, prerequisites.size);
    for (const prerequisite of prerequisites) {
      const list = dependents.get(prerequisite);
      if (list === undefined) {
        throw new AgentCardsError(
          'TASK_DEPENDENCY_UNKNOWN',
          `Task ${JSON.stringify(id)} depends on ${JSON.stringify(prerequisite)}, which is not a task of the execution.`,
        );
      }
      list.push(id);
    }
  }

  const layers = new Map<string, number>();
  let ready = tasks.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  for (let layer = 0; ready.length > 0; layer += 1) {
    const next: string[] = [];
    for (const id of ready) {
      layers.set(id, layer);
      for (const dependent of dependents.get(id) ?? []) {
        const left = (waiting.get(dependent) ?? 0) - 1;
        waiting.set(dependent, left);
        if (left === 0) next.push(dependent);
      }
    }
    ready = next;
  }
  if (layers.size < tasks.length) {
    const stuck = tasks.filter(({ id }) => !layers.has(id)).map(({ id }) => id);
    throw new AgentCardsError(
      'DAG_CYCLE',
      `The tasks depend on each other in a cycle: ${stuck.slice(0, 5).join(', ')}.`,
    );
  }
  return layers;
}
