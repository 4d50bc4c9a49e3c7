import { expect, test } from 'vitest';
import type { AdaptiveConfigStore } from '../contracts/adaptive-config.js';
import { createMemoryStore } from '../memory-store/create-memory-store.js';
import { WeightLearner } from './weight-learner.js';

/** An engine that learns how many executions it was told of; `pieces` long, or failing. */
function countingEngine({ pieces = 3 } = {}) {
  const state = { executions: 0, learning: 0, most: 0, times: 0, begun: 0, failure: undefined as Error | undefined };
  let weights: Readonly<Record<string, number>> = {};
  return {
    state,
    *learnWeights() {
      const { executions } = state;
      state.begun++;
      state.learning++;
      state.most = Math.max(state.most, state.learning);
      try {
        for (let piece = 0; piece < pieces; piece++) {
          if (state.failure) throw state.failure;
          yield undefined;
        }
        weights = { learned: executions + 0.1 };
        state.times++;
      } finally {
        state.learning--;
      }
    },
    weights: () => weights,
    setWeights: (others: Readonly<Record<string, number>>) => {
      weights = others;
    },
  };
}

function learnerOver(store: AdaptiveConfigStore | undefined = createMemoryStore().adaptiveConfig) {
  const errors: unknown[] = [];
  const learner = new WeightLearner({
    store,
    clock: { now: () => 7 },
    onError: async (error) => void errors.push(error),
  });
  return { learner, store: store!, errors };
}

type Counting = ReturnType<typeof countingEngine>;

async function observe(learner: WeightLearner, engine: Counting, count: number, wait = true): Promise<void> {
  for (let index = 0; index < count; index++) {
    engine.state.executions++;
    learner.observed();
    if (wait) await learner.learned();
  }
}

const stored = async (store: AdaptiveConfigStore) =>
  (await store.read('')).map(({ key, value, samples }) => ({ key, value, samples }));
const learnedOf = (executions: number) => [
  { key: 'weight.learned', value: Math.fround(executions + 0.1), samples: executions },
];

test('learns at 30 executions, and whenever they are half as many more', async () => {
  const { learner, store } = learnerOver();
  const engine = countingEngine();
  await learner.begin(engine, 0);
  await observe(learner, engine, 29);
  expect([engine.state.begun, await store.read('')]).toEqual([0, []]);
  expect(learner.health).toEqual({ executions: 0, isLearning: false });
  for (const [more, total] of [
    [1, 30],
    [14, 30],
    [1, 45],
    [22, 45],
    [1, 68],
  ] as const) {
    await observe(learner, engine, more);
    expect(await stored(store)).toEqual(learnedOf(total));
  }
  expect(engine.state.times).toBe(3);
  expect(learner.health).toEqual({ executions: 68, learnedAt: new Date(7), isLearning: false });
});

test('what is retired counts neither as known nor as learned from', async () => {
  const { learner, store } = learnerOver();
  const engine = countingEngine();
  await learner.begin(engine, 0);
  await observe(learner, engine, 60);
  expect(await stored(store)).toMatchObject([{ samples: 45 }]);
  await learner.retired(15);
  // Of the 45 there are 30 left, and 15 that came since: half as many.
  await learner.learned();
  expect(await stored(store)).toMatchObject([{ samples: 45, key: 'weight.learned' }]);
  expect(engine.state.times).toBe(3);
  await learner.retired(15);
  expect(await stored(store)).toEqual([{ key: 'weight.learned', value: engine.weights().learned, samples: 30 }]);
  expect(learner.health.executions).toBe(30);
  await observe(learner, engine, 14);
  expect(engine.state.times).toBe(3);
  await observe(learner, engine, 1);
  expect(engine.state.times).toBe(4);
});

test('what was learned of executions that are all gone is in force after a new start too', async () => {
  const { learner, store } = learnerOver();
  const engine = countingEngine();
  await learner.begin(engine, 100);
  await learner.learned();
  await learner.retired(98);
  await learner.retired(2);
  const { learner: again } = learnerOver(store);
  const restarted = countingEngine();
  await again.begin(restarted, 0);
  await again.learned();
  expect(restarted.weights()).toEqual(engine.weights());
  expect(again.health).toEqual(learner.health);
  expect(again.health).toMatchObject({ executions: 0, learnedAt: new Date(7) });
  for (const [one, its] of [
    [learner, engine],
    [again, restarted],
  ] as const) {
    const before = its.state.times;
    await observe(one, its, 29);
    expect(its.state.times).toBe(before);
    await observe(one, its, 1);
    expect(its.state.times).toBe(before + 1);
  }
});

test('a store that cannot keep how much is left makes no retirement fail', async () => {
  const { store } = learnerOver();
  const { learner: first } = learnerOver(store);
  await first.begin(countingEngine(), 100);
  await first.learned();
  const failure = new Error('disk full');
  const { learner, errors } = learnerOver({ read: store.read, replace: () => Promise.reject(failure) });
  await learner.begin(countingEngine(), 100);
  await learner.retired(10);
  expect([learner.health.executions, errors]).toEqual([90, [failure]]);
});

test('what is in force is what is stored, to the bit, and a new start has it without learning', async () => {
  const { learner, store } = learnerOver();
  const engine = countingEngine();
  await learner.begin(engine, 0);
  await observe(learner, engine, 30);
  const { learner: again } = learnerOver(store);
  const restarted = countingEngine();
  await again.begin(restarted, 44);
  await again.learned();
  expect(restarted.state.begun).toBe(0);
  expect(restarted.weights()).toEqual(engine.weights());
  expect(again.health).toEqual({ executions: 30, learnedAt: new Date(7), isLearning: false });
  await observe(again, restarted, 1);
  expect(restarted.state.times).toBe(1);
});

test('a start with more executions than were learned from learns, as does one with fewer', async () => {
  const { learner, store } = learnerOver();
  await learner.begin(countingEngine(), 60);
  await learner.learned();
  expect(await stored(store)).toMatchObject([{ samples: 60 }]);
  for (const executions of [90, 30]) {
    const { learner: again } = learnerOver(store);
    const engine = countingEngine();
    await again.begin(engine, executions);
    await again.learned();
    expect(engine.state.times).toBe(1);
    expect(await stored(store)).toMatchObject([{ samples: executions }]);
  }
});

test('one thing at a time, whatever comes meanwhile, and the last one counts', async () => {
  const { learner, store } = learnerOver();
  const engine = countingEngine({ pieces: 100 });
  await learner.begin(engine, 0);
  await observe(learner, engine, 100, false);
  expect(learner.health.isLearning).toBe(true);
  await learner.learned();
  // The records were there before the first slice: 30 were due, and all were known.
  expect(engine.state).toMatchObject({ most: 1, times: 1 });
  const other = countingEngine({ pieces: 100 });
  other.state.executions = 200;
  await observe(learner, engine, 100, false);
  await Promise.all([learner.learnAnew(other, 200), learner.learned()]);
  expect(engine.state).toMatchObject({ most: 1, times: 1 });
  expect(other.state).toMatchObject({ most: 1, times: 1 });
  expect(await stored(store)).toEqual(learnedOf(200));
});

test('what is being written when it is to be forgotten is forgotten', async () => {
  const memory = createMemoryStore().adaptiveConfig!;
  const write = { begins: () => {}, ends: () => {} };
  const begun = new Promise<void>((resolve) => {
    write.begins = resolve;
  });
  const ended = new Promise<void>((resolve) => {
    write.ends = resolve;
  });
  const { learner, store } = learnerOver({
    read: memory.read,
    replace: async (prefix, values) => {
      write.begins();
      if (values.length > 0) await ended;
      return memory.replace(prefix, values);
    },
  });
  await learner.begin(countingEngine(), 30);
  await begun;
  const anew = learner.learnAnew(countingEngine(), 20);
  // Time enough for one that does not wait for the write.
  await new Promise((resolve) => setTimeout(resolve, 0));
  write.ends();
  await Promise.all([anew, learner.learned()]);
  expect(await store.read('')).toEqual([]);
});

test('learning anew forgets, also where there is too little to learn from', async () => {
  const { learner, store } = learnerOver();
  await learner.begin(countingEngine(), 50);
  await learner.learned();
  const engine = countingEngine();
  await learner.learnAnew(engine, 20);
  expect([engine.state.begun, await store.read(''), learner.health.executions]).toEqual([0, [], 0]);
});

test('an engine that takes the place of another has its weights until it has learned', async () => {
  const { learner, store } = learnerOver();
  const former = countingEngine();
  await learner.begin(former, 50);
  await learner.learned();
  const engine = countingEngine();
  await learner.learnLater(engine, 50);
  expect(engine.weights()).toEqual(former.weights());
  await learner.learned();
  expect([engine.state.times, await stored(store)]).toMatchObject([1, [{ samples: 50 }]]);
});

test('and none of them where there is too little to learn from', async () => {
  const { learner } = learnerOver();
  await learner.begin(countingEngine(), 50);
  await learner.learned();
  const engine = countingEngine();
  await learner.learnLater(engine, 29);
  await learner.learned();
  expect(engine.weights()).toEqual({});
});

test('closing stops after the slice at hand and stores nothing; the wait for it ends', async () => {
  const { learner, store } = learnerOver();
  const engine = countingEngine({ pieces: Number.POSITIVE_INFINITY });
  await learner.begin(engine, 0);
  await observe(learner, engine, 30, false);
  const waiting = expect(learner.learned()).rejects.toMatchObject({ code: 'CLOSED' });
  await new Promise((resolve) => setTimeout(resolve, 0));
  await learner.close();
  await waiting;
  expect(engine.state).toMatchObject({ learning: 0, times: 0 });
  await observe(learner, engine, 30, false);
  expect(engine.state.begun).toBeLessThanOrEqual(1);
  expect(await store.read('')).toEqual([]);
});

test('learning anew while it closes ends without weights', async () => {
  const { learner, store } = learnerOver();
  await learner.begin(countingEngine(), 40);
  await learner.learned();
  const engine = countingEngine({ pieces: Number.POSITIVE_INFINITY });
  const anew = learner.learnAnew(engine, 40);
  await new Promise((resolve) => setTimeout(resolve, 0));
  await learner.close();
  await anew;
  // What begins later, too: calls in flight come to their end while it closes.
  await learner.learnAnew(engine, 40);
  expect([engine.state.times, await store.read('')]).toEqual([0, []]);
});

test('a failure is reported and tried again only when there are half as many executions more', async () => {
  const { learner, store, errors } = learnerOver();
  const engine = countingEngine();
  engine.state.failure = new Error('no memory');
  await learner.begin(engine, 0);
  await observe(learner, engine, 44);
  expect([engine.state.begun, errors]).toEqual([1, [engine.state.failure]]);
  engine.state.failure = undefined;
  await observe(learner, engine, 1);
  expect(await stored(store)).toEqual(learnedOf(45));
});

test('a store that fails costs nothing but the next start; what was to be forgotten is refused with it', async () => {
  const failure = new Error('disk full');
  const { learner, errors } = learnerOver({ read: async () => [], replace: () => Promise.reject(failure) });
  const engine = countingEngine();
  await learner.begin(engine, 0);
  await observe(learner, engine, 30);
  expect([engine.state.times, errors]).toEqual([1, [failure]]);
  await expect(learner.learnAnew(countingEngine(), 30)).rejects.toBe(failure);
  // The engine that is in force is still the one that is learned from.
  await observe(learner, engine, 15);
  expect(engine.state.times).toBe(2);
});

test('without a store everything is learned after the start', async () => {
  const { learner } = learnerOver();
  const withoutStore = new WeightLearner({ store: undefined, clock: Date, onError: async () => expect.unreachable() });
  const engine = countingEngine();
  await withoutStore.begin(engine, 30);
  await withoutStore.learned();
  await withoutStore.learnAnew(engine, 30);
  expect(engine.state.times).toBe(2);
  await learner.close();
});

test('an abort ends the wait, not the work', async () => {
  const { learner } = learnerOver();
  const engine = countingEngine({ pieces: 200 });
  await learner.begin(engine, 30);
  const controller = new AbortController();
  const waiting = expect(learner.learned(controller.signal)).rejects.toMatchObject({
    code: 'ABORTED',
    cause: 'enough',
  });
  controller.abort('enough');
  await waiting;
  await expect(learner.learned(controller.signal)).rejects.toMatchObject({ code: 'ABORTED' });
  await learner.learned();
  expect(engine.state.times).toBe(1);
});
