import type { ExecutionInput } from '@agentcards/graphrag';
import type { Habit, World } from './world.js';

export interface RunOptions {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly random: () => number;
  /** How often a tool that has nothing to do with it runs in between, an execution. */
  readonly noise: number;
  /** How often a call fails and ends the execution. */
  readonly failures: number;
}

/** An execution of a habit as an agent would record it, and what could have been known at each of its steps. */
export interface HabitRun {
  readonly execution: ExecutionInput;
  readonly intent: string;
  /** The tools in the order in which they were started, without the noise. */
  readonly tools: readonly string[];
  /** For each of them the chance that who knows the habit names it, all that came before being known. */
  readonly chances: readonly number[];
}

const wordsAnIntent = 3;
const callLength = 1_000;
/** How often a dependency shows itself by a value that is handed on, rather than by the order alone. */
const dataFlowShare = 0.7;

/**
 * Runs a habit once: some of its words make the intent; steps start in any order that their needs allow, those that
 * become ready together in parallel. It records times and values, never `dependsOn`: dependencies are to be found.
 */
export function runHabit(world: World, { words, steps }: Habit, options: RunOptions): HabitRun {
  const { id, at, random, noise, failures } = options;
  const below = (limit: number) => Math.floor(random() * limit);
  const spoken = Array.from({ length: wordsAnIntent }, () => words[below(words.length)]!);
  const intent = [...spoken, world.tools[below(world.tools.length)]!.name.split('_')[0]!].join(' ');

  const done = new Set<number>();
  const calls: NonNullable<ExecutionInput['tasks'][number]>[] = [];
  const tools: string[] = [];
  const chances: number[] = [];
  let now = at;
  let failed = false;
  const noiseAt = random() < noise ? 1 + below(steps.length) : -1;
  while (done.size < steps.length && !failed) {
    const ready = [...steps.keys()].filter(
      (step) => !done.has(step) && steps[step]!.needs.every((need) => done.has(need)),
    );
    // One alone, or two at once.
    const batch = shuffle(ready, below).slice(0, 1 + below(2));
    for (const [index, step] of batch.entries()) {
      const { tool, needs } = steps[step]!;
      chances.push(1 / (ready.length - index));
      tools.push(tool);
      failed ||= random() < failures;
      calls.push({
        id: `t${step}`,
        toolId: tool,
        success: !failed,
        startedAt: now + index,
        endedAt: now + callLength + index,
        argumentValues: needs.filter(() => random() < dataFlowShare).map((need) => `${id} result ${need}`),
        outputValues: [`${id} result ${step}`],
      });
    }
    for (const step of batch) done.add(step);
    now += 2 * callLength;
    if (calls.length >= noiseAt && noiseAt > 0 && !calls.some(({ id: known }) => known === 'noise')) {
      calls.push({
        id: 'noise',
        toolId: world.tools[below(world.tools.length)]!.id,
        startedAt: now,
        endedAt: now + callLength,
      });
      now += 2 * callLength;
    }
  }
  return { execution: { id, intent, success: !failed, executedAt: at, tasks: calls }, intent, tools, chances };
}

function shuffle(items: readonly number[], below: (limit: number) => number): number[] {
  return items
    .map((item) => ({ item, key: below(1 << 30) }))
    .sort((left, right) => left.key - right.key || left.item - right.item)
    .map(({ item }) => item);
}
