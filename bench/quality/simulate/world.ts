import type { Dependency, Tool } from '../../data/data-set.js';
import { createRandom } from '../../random.js';

/** A step of a habit: a tool, and the positions of the steps that it needs. */
export interface HabitStep {
  readonly tool: string;
  readonly needs: readonly number[];
}

/** Something that a user does again and again, told in words of its own. Steps stand in topological order. */
export interface Habit {
  readonly words: readonly string[];
  readonly steps: readonly HabitStep[];
}

/** A made-up world of which everything is known. */
export interface World {
  readonly tools: readonly Tool[];
  readonly habits: readonly Habit[];
  /** Which tool really needs which other: `from` before `to`. */
  readonly dependencies: readonly Dependency[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly tools: number;
  readonly habits: number;
}

const toolsAServer = 10;
/** Of the tools, how many need no other. */
const rootShare = 0.4;
const secondNeedShare = 0.4;
const wordsAHabit = 6;
const fewestSteps = 3;
const mostSteps = 7;

/**
 * Tools on servers of ten, each of which needs none to two of the tools before it, mostly of its own server. A habit
 * is all that two or three tools need, together with them: chains, forks and joins, with branches that may run in
 * parallel. The same options make the same world.
 */
export function createWorld({ seed, tools: count, habits: habitCount }: WorldOptions): World {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const word = createWords(random);
  const tools = Array.from({ length: count }, (_, index): Tool => {
    const server = `server${Math.floor(index / toolsAServer)}`;
    const name = `${word()}_${word()}`;
    return { id: `${server}:${name}`, server, name, description: `${word()} ${word()}`, inputSchema: undefined };
  });

  const needsOf = new Map<string, readonly string[]>();
  for (const [index, { id }] of tools.entries()) {
    const start = Math.max(0, index - (index % toolsAServer || toolsAServer));
    if (index === start || random() < rootShare) continue;
    const needed = [start + below(index - start)];
    if (random() < secondNeedShare) needed.push(start + below(index - start));
    needsOf.set(id, [...new Set(needed.map((at) => tools[at]!.id))].sort());
  }

  const habits: Habit[] = [];
  while (habits.length < habitCount) {
    const targets = Array.from({ length: 2 + below(2) }, () => tools[below(count)]!.id);
    const steps = stepsFor(targets, needsOf);
    if (steps.length < fewestSteps || steps.length > mostSteps) continue;
    habits.push({ words: Array.from({ length: wordsAHabit }, word), steps });
  }
  const dependencies = [...needsOf].flatMap(([to, needed]) => needed.map((from) => ({ from, to })));
  return { tools, habits, dependencies };
}

/** The targets and all that they need, each once, in topological order. */
function stepsFor(targets: readonly string[], needsOf: ReadonlyMap<string, readonly string[]>): HabitStep[] {
  const order: string[] = [];
  const visit = (tool: string): void => {
    if (order.includes(tool)) return;
    for (const needed of needsOf.get(tool) ?? []) visit(needed);
    order.push(tool);
  };
  for (const tool of targets) visit(tool);
  return order.map((tool) => ({ tool, needs: (needsOf.get(tool) ?? []).map((needed) => order.indexOf(needed)) }));
}

const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';

/** Words that no language and no list of function words has. */
function createWords(random: () => number): () => string {
  const letter = (letters: string) => letters[Math.floor(random() * letters.length)]!;
  return () => Array.from({ length: 3 }, () => letter(consonants) + letter(vowels)).join('') + letter(consonants);
}
