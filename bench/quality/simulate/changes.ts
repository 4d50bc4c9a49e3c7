import type { Habit, World } from './world.js';

/** What became of a world, and the habits that it made others, before and after. */
export interface ChangedWorld {
  readonly world: World;
  readonly removed: readonly string[];
  readonly before: readonly Habit[];
  readonly after: readonly Habit[];
}

export type Change = (world: World) => ChangedWorld;

const affectedShare = 0.5;

export const changes: Readonly<Record<string, Change>> = {
  'tools are replaced': (world) => replaceTools(world, mostUsed(world)),
  'habits change': swapHabits,
  'a server goes away': (world) => {
    const [busiest] = mostUsed(world);
    const server = world.tools.find(({ id }) => id === busiest)!.server;
    return replaceTools(
      world,
      world.tools.filter((tool) => tool.server === server).map(({ id }) => id),
    );
  },
};

/** Tools of which together half of the habits make use, the most used first. */
function mostUsed({ habits }: World): string[] {
  const chosen: string[] = [];
  const uses = ({ steps }: Habit, tool: string) => steps.some((step) => step.tool === tool);
  let left = [...habits];
  while (left.length > habits.length * (1 - affectedShare)) {
    const counts = new Map<string, number>();
    for (const { steps } of left) for (const { tool } of steps) counts.set(tool, (counts.get(tool) ?? 0) + 1);
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    chosen.push(best![0]);
    left = left.filter((habit) => !uses(habit, best![0]));
  }
  return chosen;
}

/** In the place of each tool comes one of another server, name and text that does the same. */
function replaceTools(world: World, removed: readonly string[]): ChangedWorld {
  const gone = new Set(removed);
  const successor = (tool: string) => (gone.has(tool) ? `next-${tool}` : tool);
  const habits = world.habits.map((habit) => ({
    ...habit,
    steps: habit.steps.map((step) => ({ ...step, tool: successor(step.tool) })),
  }));
  const affected = [...habits.keys()].filter((at) => world.habits[at]!.steps.some(({ tool }) => gone.has(tool)));
  return {
    removed,
    before: affected.map((at) => world.habits[at]!),
    after: affected.map((at) => habits[at]!),
    world: {
      habits,
      tools: world.tools.map((tool) => {
        if (!gone.has(tool.id)) return tool;
        const name = [...tool.name].reverse().join('');
        const description = [...tool.description].reverse().join('');
        return { ...tool, id: successor(tool.id), server: `next-${tool.server}`, name, description };
      }),
      dependencies: world.dependencies.map(({ from, to }) => ({ from: successor(from), to: successor(to) })),
    },
  };
}

/**
 * Half of the habits go round: what one was told in words is now what the next one did. Nothing becomes harder by it, so
 * that before and after can be compared.
 */
function swapHabits(world: World): ChangedWorld {
  const count = Math.ceil(world.habits.length * affectedShare);
  const before = world.habits.slice(0, count);
  const after = before.map((habit, at): Habit => ({ ...habit, steps: before[(at + 1) % count]!.steps }));
  return { removed: [], before, after, world: { ...world, habits: [...after, ...world.habits.slice(count)] } };
}
