import type { ExecutionInput, PredictionQuery } from '@agentcards/graphrag';
import type { DataSet, Tool } from '../../data/data-set.js';
import { createWorkload } from '../workload.js';

export interface History {
  readonly tools: readonly Tool[];
  /** The n-th execution, as it would come from a store: no text of it is an object that another execution has too. */
  execution(index: number): ExecutionInput & { readonly id: string };
  /** The n-th question of an agent at work: the same intent is asked about before each of its four calls. */
  question(index: number): PredictionQuery & { readonly intent: string };
  readonly questionsOfAnIntent: number;
}

const questionsOfAnIntent = 4;

/**
 * Habits of four calls, told by the queries of all sets; every second execution calls one other tool instead, so that
 * edges become about as many as executions, as in a history that is not all routine.
 */
export function createHistory(sets: readonly DataSet[], toolCount: number): History {
  const { tools, workflow } = createWorkload(sets, toolCount);
  const intents = sets.flatMap(({ queries }) => queries.map(({ text }) => text));
  const intentOf = (index: number) => intents[(index * 104_729) % intents.length]!;
  const execution = (index: number) => {
    const { tasks, ...rest } = workflow(index);
    // Knuth's multiplicative hash: habits are chosen by the remainder.
    const drawn = Math.imul(index, 2_654_435_761) >>> 4;
    const replaced = index % 2 === 0 ? drawn % tasks.length : -1;
    const other = tools[(drawn >>> 2) % tools.length]!.id;
    return {
      ...rest,
      intent: intentOf(index),
      tasks: tasks.map((task, place) => (place === replaced ? { ...task, toolId: other } : task)),
    };
  };
  return {
    tools,
    questionsOfAnIntent,
    execution: (index) => JSON.parse(JSON.stringify(execution(index))) as ReturnType<typeof execution>,
    question(index) {
      const asked = Math.floor(index / questionsOfAnIntent);
      const { tasks } = workflow(asked);
      const executed = tasks.slice(0, index % questionsOfAnIntent).map(({ toolId }) => toolId);
      return { intent: intentOf(asked * 31 + 7), executed };
    },
  };
}
