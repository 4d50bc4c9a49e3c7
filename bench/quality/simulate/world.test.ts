import { describe, expect, it } from 'vitest';
import { changes } from './changes.js';
import { live } from './live.js';
import { createWorld, type Habit, type World } from './world.js';

const options = { seed: 3, tools: 100, habits: 12 };
const calm = { noise: 0, failures: 0 };

/** Steps stand after what they need, and what they need is what the world says. */
function expectTrueHabits({ tools, habits, dependencies }: World): void {
  const known = new Set(tools.map(({ id }) => id));
  for (const { steps } of habits) {
    expect(steps.length).toBeGreaterThanOrEqual(3);
    for (const [at, { tool, needs }] of steps.entries()) {
      expect(known).toContain(tool);
      for (const need of needs) expect(need).toBeLessThan(at);
      const truth = dependencies.filter(({ to }) => to === tool).map(({ from }) => from);
      expect(needs.map((need) => steps[need]!.tool).sort()).toEqual(truth.sort());
    }
  }
}

describe('a simulated world', () => {
  it('is the same for one seed and another for another; unique ids; habits do what its dependencies say', () => {
    const world = createWorld(options);
    expect(createWorld(options)).toEqual(world);
    expect(createWorld({ ...options, seed: 4 })).not.toEqual(world);
    expect(new Set(world.tools.map(({ id }) => id)).size).toBe(options.tools);
    expect(world.habits.length).toBe(options.habits);
    expect(world.dependencies.length).toBeGreaterThan(options.tools / 3);
    expectTrueHabits(world);
  });

  it('has executions that respect every dependency, in more than one order', () => {
    const world = createWorld(options);
    const runs = live(world, 200, 1, calm);
    expect(live(world, 200, 1, calm)).toEqual(runs);
    const orders = new Map<string, Set<string>>();
    for (const { execution, tools, chances } of runs) {
      for (const { from, to } of world.dependencies) {
        if (tools.includes(from) && tools.includes(to)) expect(tools.indexOf(from)).toBeLessThan(tools.indexOf(to));
      }
      expect(execution.success).toBe(true);
      expect(execution.tasks.map(({ toolId }) => toolId)).toEqual(tools);
      expect(chances.at(-1)).toBe(1);
      const key = [...tools].sort().join();
      orders.set(key, (orders.get(key) ?? new Set()).add(tools.join()));
    }
    expect([...orders.values()].some(({ size }) => size > 1)).toBe(true);
  });

  it('hands values on only along true dependencies', () => {
    const world = createWorld(options);
    const truth = new Set(world.dependencies.map(({ from, to }) => `${from} ${to}`));
    let flows = 0;
    for (const { execution } of live(world, 100, 2)) {
      for (const { toolId, argumentValues = [] } of execution.tasks) {
        for (const value of argumentValues) {
          const source = execution.tasks.find(({ outputValues }) => outputValues?.includes(value))!;
          expect(truth).toContain(`${source.toolId} ${toolId}`);
          flows += 1;
        }
      }
    }
    expect(flows).toBeGreaterThan(50);
  });

  it('fails and is disturbed as often as it is told to', () => {
    const runs = live(createWorld(options), 400, 5, { noise: 0.5, failures: 0.1 });
    const failed = runs.filter(({ execution }) => !execution.success).length / runs.length;
    const disturbed =
      runs.filter(({ execution }) => execution.tasks.some(({ id }) => id === 'noise')).length / runs.length;
    // 1 − .9^n for 3 to 7 steps; half of the runs, less those that end before.
    expect(failed).toBeGreaterThan(0.25);
    expect(failed).toBeLessThan(0.55);
    expect(disturbed).toBeGreaterThan(0.3);
    expect(disturbed).toBeLessThanOrEqual(0.6);
  });
});

describe('a change of the world', () => {
  const used = (habits: readonly Habit[]) => new Set(habits.flatMap(({ steps }) => steps.map(({ tool }) => tool)));

  it.each(Object.keys(changes))('%s: habits stay true, and what is gone is used no more', (name) => {
    const before = createWorld(options);
    const { world, removed, before: old, after } = changes[name]!(before);
    expectTrueHabits(world);
    expect(after.length).toBe(old.length);
    expect(after.length).toBeGreaterThan(0);
    for (const [at, { words, steps }] of after.entries()) {
      expect(words).toEqual(old[at]!.words);
      expect(steps).not.toEqual(old[at]!.steps);
    }
    const left = used(world.habits);
    expect(removed.filter((tool) => left.has(tool))).toEqual([]);
    expect(world.tools.filter(({ id }) => removed.includes(id))).toEqual([]);
  });
});
