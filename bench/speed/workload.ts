import type { DataSet, Tool } from '../data/data-set.js';
import { createRandom } from '../random.js';

const seed = 20_261_123;
const tasksOfAWorkflow = 4;

export interface Workload {
  readonly tools: readonly Tool[];
  readonly intents: readonly string[];
  /** The n-th workflow: a chain of a habit's tools, with times. */
  readonly workflow: (index: number) => {
    readonly id: string;
    readonly intent: string;
    readonly success: boolean;
    readonly executedAt: number;
    readonly tasks: readonly {
      readonly id: string;
      readonly toolId: string;
      readonly dependsOn: readonly string[];
      readonly success: boolean;
      readonly startedAt: number;
      readonly endedAt: number;
    }[];
  };
}

/**
 * `size` real tool definitions, drawn from all sets without replacement; past what there is, the same texts again
 * under other ids. Workflows follow habits, one for each 20 tools, so that history repeats as it does in life.
 */
export function createWorkload(sets: readonly DataSet[], size: number): Workload {
  const random = createRandom(seed);
  const available = shuffle(
    [...new Map(sets.flatMap(({ tools }) => tools).map((tool) => [tool.id, tool])).values()],
    random,
  );
  const tools = Array.from({ length: size }, (_, index) => {
    const tool = available[index % available.length]!;
    const copy = Math.floor(index / available.length);
    return copy === 0 ? tool : { ...tool, id: `${tool.id}-${copy}`, name: `${tool.name}_${copy}` };
  });
  const intents = shuffle(
    sets.flatMap(({ queries }) => queries.slice(0, 300).map(({ text }) => text)),
    random,
  );
  const habits = Array.from({ length: Math.max(2, Math.floor(size / 20)) }, () =>
    Array.from({ length: tasksOfAWorkflow }, () => tools[Math.floor(random() * size)]!.id),
  );
  return {
    tools,
    intents,
    workflow: (index) => {
      const habit = habits[(index * 7_919) % habits.length]!;
      return {
        id: `workflow-${index}`,
        intent: intents[(index * 104_729) % intents.length]!,
        success: index % 10 !== 0,
        executedAt: index * 1_000,
        tasks: habit.map((toolId, step) => ({
          id: `t${step}`,
          toolId,
          dependsOn: step === 0 ? [] : [`t${step - 1}`],
          success: index % 10 !== 0 || step < habit.length - 1,
          startedAt: index * 1_000 + step * 20,
          endedAt: index * 1_000 + step * 20 + 10,
        })),
      };
    },
  };
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const shuffled = [...items];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
  }
  return shuffled;
}
