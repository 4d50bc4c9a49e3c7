import { type AgentCards, createMemoryStore, type Store } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../examples/custom-store/sqlite-store.js';
import { keepOld, refundExecution, shop, temporaryDirectory } from './fixtures.js';

type Options = NonNullable<Parameters<typeof createAgentCards>[0]>;
type Receipt = Awaited<ReturnType<AgentCards['record']>>;

/** What is learned about the evidence itself, meanwhile and in the background, would change the answers too. */
const unweighted: NonNullable<Options['createEngine']> = (settings) =>
  createEngine({ ...settings, leaveOut: ['learnedWeights'] });

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards({ embedder: null, retention: keepOld, createEngine: unweighted, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

const mail = {
  server: 'mail',
  tools: [
    { name: 'send_mail', description: 'Send a mail to a customer about a refund' },
    { name: 'archive', description: 'Put a conversation away' },
  ],
};
const customers = ['ada', 'grace', 'edsger', 'barbara', 'alan', 'john', 'donald'];
const intentOf = (round: number) => `refund the last order of ${customers[round % customers.length]} and tell them`;
const deleted = 'mail:send_mail';

const usual = ['shop:find_customer', 'shop:find_order', 'shop:refund_order', deleted];

function execution(tools: readonly string[], more: Partial<Parameters<AgentCards['record']>[0]> = {}) {
  const tasks = tools.map((toolId, index) => ({
    id: `t${index + 1}`,
    toolId,
    dependsOn: index === 0 ? [] : [`t${index}`],
    success: true,
  }));
  return { success: true, tasks, ...more };
}

/** What else the shop does: without it, the words that all intents share would say nothing. */
const others: readonly (readonly [string, readonly string[]])[] = [
  ['where is the parcel of', ['shop:find_customer', 'shop:find_order', 'shop:track_parcel']],
  ['cancel the newest purchase by', ['shop:find_customer', 'shop:find_order', 'shop:cancel_order']],
  ['archive the talk with', ['mail:archive']],
  ['look up the address for', ['shop:find_customer']],
  ['list everything bought by', ['shop:find_customer', 'shop:find_order']],
];

async function recordOther(cards: AgentCards, day: number): Promise<void> {
  const [task, tools] = others[day % others.length]!;
  const intent = `${task} ${customers[day % customers.length]}`;
  await cards.record(execution(tools, { id: `other ${day}`, intent, executedAt: day + 1 }));
}

/** A shop whose users always told the customer about a refund. */
async function usualShop(options: Options): Promise<AgentCards> {
  const cards = await open(options);
  await cards.tools.sync([shop, mail]);
  for (let day = 0; day < 12; day++) {
    await cards.record(execution(usual, { id: `usual ${day}`, intent: intentOf(day), executedAt: day + 1 }));
    await recordOther(cards, day);
  }
  return cards;
}

const toolsOf = ({ dag }: { dag: { tasks: readonly { toolId: string }[] } }) => dag.tasks.map(({ toolId }) => toolId);

/** Rounds of a user who takes each plan as `edit` leaves it, among other work; tells what had been planned in each. */
async function rounds(
  cards: AgentCards,
  count: number,
  edit: (planned: readonly string[]) => readonly string[],
  links = true,
) {
  const history: { planned: readonly string[]; confidence: number }[] = [];
  for (let round = 0; round < count; round++) {
    const intent = intentOf(round);
    const plan = await cards.suggest(intent);
    history.push({ planned: toolsOf(plan), confidence: plan.confidence });
    const { suggestionId } = plan;
    const receipt = await cards.record(
      execution(edit(toolsOf(plan)), { intent, executedAt: 1_000 + round, ...(links && { suggestionId }) }),
    );
    expect(receipt.suggestion).toBe(links ? 'followed' : undefined);
    await recordOther(cards, 100 + round);
  }
  return history;
}

const withoutMail = (planned: readonly string[]) => planned.filter((toolId) => toolId !== deleted);
const firstRoundWithout = (history: readonly { planned: readonly string[] }[]) =>
  history.findIndex(({ planned }) => !planned.includes(deleted));

/** Rounds after which a task that is deleted each time has to be gone, though each is for another customer. */
const patience = 6;

test(`a task that its user deletes from every plan is gone after ${patience} rounds, and stays away for 200`, async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  const history = await rounds(cards, 200, withoutMail);
  expect(history[0]?.planned).toContain(deleted);
  const gone = firstRoundWithout(history);
  expect(gone).toBeGreaterThan(0);
  expect(gone).toBeLessThanOrEqual(patience);
  expect(history.slice(gone).filter(({ planned }) => planned.includes(deleted))).toEqual([]);
  expect(history.at(-1)?.planned).toEqual(['shop:find_customer', 'shop:find_order', 'shop:refund_order']);

  const before = await cards.suggest(intentOf(0));
  // Weights of evidence are those of the last time that the history had grown: a rebuild learns them anew.
  await cards.rebuild();
  const rebuilt = await cards.suggest(intentOf(0));
  expect(toolsOf(rebuilt)).toEqual(toolsOf(before));
  await cards.rebuild();
  expect(await cards.suggest(intentOf(0))).toEqual({ ...rebuilt, suggestionId: expect.any(String) });
});

test('what is deleted from every plan is soon not foreseen either, sooner than without the link', async () => {
  const roundsForeseen = async (links: boolean) => {
    const cards = await usualShop({ store: createMemoryStore() });
    for (let round = 0; ; round++) {
      const intent = intentOf(round);
      const { predictions, stop } = await cards.predictNext({ intent, executed: withoutMail(usual) });
      if (predictions[0]?.toolId !== deleted || predictions[0].probability < stop) return round;
      const { suggestionId } = await cards.suggest(intent);
      const more = { intent, executedAt: 1_000 + round, ...(links && { suggestionId }) };
      await cards.record(execution(withoutMail(usual), more));
    }
  };
  const linked = await roundsForeseen(true);
  expect(linked).toBeGreaterThan(1);
  expect(linked).toBeLessThanOrEqual(patience);
  expect(await roundsForeseen(false)).toBeGreaterThan(linked);
});

test('a task that is deleted is seldom planned though a job runs it as often; without the link it is always', async () => {
  const deletions = async (links: boolean) => {
    const cards = await usualShop({ store: createMemoryStore() });
    const planned: boolean[] = [];
    for (let round = 0; round < 20; round++) {
      const intent = intentOf(0);
      const executedAt = 1_000 + round;
      const plan = await cards.suggest(intent);
      planned.push(toolsOf(plan).includes(deleted));
      await cards.record(execution(usual, { intent, executedAt }));
      const { suggestionId } = plan;
      await cards.record(execution(withoutMail(usual), { intent, executedAt, ...(links && { suggestionId }) }));
    }
    return planned;
  };
  const linked = await deletions(true);
  expect(linked.slice(0, patience)).toContain(false);
  // Once the deletions are far back, the job's runs bring it up again, to be deleted again.
  expect(linked.filter((isPlanned) => isPlanned).length).toBeLessThanOrEqual(8);
  expect(await deletions(false)).not.toContain(false);
});

test('the confidence of a plan that is accepted each time does not fall, over 200 rounds', async () => {
  const accept = (planned: readonly string[]) => planned;
  const linked = await rounds(await usualShop({ store: createMemoryStore() }), 200, accept);
  const unlinked = await rounds(await usualShop({ store: createMemoryStore() }), 200, accept, false);
  expect(new Set(linked.map(({ planned }) => planned.join()))).toHaveProperty('size', 1);
  for (const [round, { confidence }] of linked.entries()) {
    expect(confidence).toBeGreaterThanOrEqual(unlinked[round]!.confidence - 1e-9);
  }
  // What other customers are called makes them a little more or less near, so that single rounds differ.
  const mean = (some: typeof linked) => some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length;
  const weeks = Array.from({ length: 28 }, (_, week) =>
    mean(linked.slice(week * customers.length).slice(0, customers.length)),
  );
  for (const week of weeks) expect(week).toBeGreaterThanOrEqual(weeks[0]! - 0.005);
  expect(mean(linked.slice(-70))).toBeGreaterThan(mean(unlinked.slice(-70)));
});

test('a step that its user adds to every plan is soon part of it', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  const history = await rounds(cards, 20, (planned) => [...new Set([...planned, 'mail:archive'])]);
  expect(history[0]?.planned).not.toContain('mail:archive');
  expect(history.slice(10).every(({ planned }) => planned.includes('mail:archive'))).toBe(true);
});

test('the same in a database, also after it was closed and opened', async () => {
  const dataDir = `${await temporaryDirectory()}/data`;
  const first = await usualShop({ dataDir });
  const history = await rounds(first, 24, withoutMail);
  expect(firstRoundWithout(history)).toBeLessThanOrEqual(patience);
  const { suggestionId, ...before } = await first.suggest(intentOf(1));
  await first.close();

  const cards = await open({ dataDir });
  expect(await cards.suggest(intentOf(1))).toMatchObject(before);
  // What was proposed before the restart is still known.
  expect(await cards.record(execution(['shop:find_customer'], { suggestionId }))).toMatchObject({
    suggestion: 'followed',
  });
  await cards.rebuild();
  const rebuilt = await cards.suggest(intentOf(1));
  await cards.close();
  expect(await (await open({ dataDir })).suggest(intentOf(1))).toEqual({
    ...rebuilt,
    suggestionId: expect.any(String),
  });
});

test('the order in which executions with feedback arrive leaves no trace', async () => {
  const source = createMemoryStore();
  await rounds(await usualShop({ store: source }), 6, withoutMail);
  const stored = await source.executions.read({ limit: 1_000 });
  const answersOf = async (executions: typeof stored) => {
    const store = createMemoryStore();
    for (const each of executions) await store.executions.record(each, [], () => 0.5);
    const cards = await open({ store });
    await cards.tools.sync([shop, mail]);
    await cards.rebuild();
    const next = await cards.predictNext({ intent: intentOf(3), executed: withoutMail(usual) });
    return [await cards.suggest(intentOf(3)), next].map((answer) => ({ ...answer, suggestionId: '' }));
  };
  const byIdsReversed = stored.toReversed().map((each, index) => ({ ...each, id: `${index}` }));
  const byIds = stored.map((each, index) => ({ ...each, id: `${stored.length - 1 - index}` }));
  expect(await answersOf(byIds)).toEqual(await answersOf(byIdsReversed));
  expect(await answersOf(stored.toReversed())).toEqual(await answersOf(stored));
});

const known: Record<string, (cards: AgentCards) => Promise<string>> = {
  suggest: async (cards) => (await cards.suggest('refund the order of ada')).suggestionId,
  predictNext: async (cards) =>
    (await cards.predictNext({ intent: 'refund the order of ada', executed: [] })).suggestionId,
};

test.each(Object.entries(known))(
  'an execution without an intent has that of the %s which it followed',
  async (_verb, propose) => {
    const store = createMemoryStore();
    const cards = await usualShop({ store });
    const suggestionId = await propose(cards);
    await cards.record(execution(['shop:find_customer'], { id: 'e', suggestionId }));
    await cards.record(execution(['shop:find_customer'], { id: 'own', suggestionId, intent: 'my own' }));
    const stored = await store.executions.read({ limit: 1_000 });
    expect(stored.find(({ id }) => id === 'e')).toMatchObject({ intent: 'refund the order of ada', suggestionId });
    expect(stored.find(({ id }) => id === 'own')).toMatchObject({ intent: 'my own' });
  },
);

test('a plan proposes all of its tasks, a prediction its first tool', async () => {
  const store = createMemoryStore();
  const cards = await usualShop({ store });
  const plan = await cards.suggest(intentOf(0));
  const next = await cards.predictNext({ executed: ['shop:find_customer'], topK: 3 });
  expect(next.predictions.length).toBeGreaterThan(1);
  await cards.record(execution(['shop:find_order'], { id: 'plan', suggestionId: plan.suggestionId }));
  await cards.record(execution(['shop:find_order'], { id: 'next', suggestionId: next.suggestionId }));
  const stored = await store.executions.read({ limit: 1_000 });
  expect(stored.find(({ id }) => id === 'plan')?.proposedTools).toEqual(toolsOf(plan));
  expect(stored.find(({ id }) => id === 'next')?.proposedTools).toEqual([next.predictions[0]?.toolId]);
});

const declined = { success: false, tasks: [] } as const;

/** Declines what is suggested for an intent so often; tells the mode and the planned tools before each time and after the last. */
async function declining(cards: AgentCards, intent: string, times: number) {
  const history: { mode: string; planned: readonly string[] }[] = [];
  for (let time = 0; ; time++) {
    const { suggestionId, mode, dag } = await cards.suggest(intent);
    history.push({ mode, planned: toolsOf({ dag }) });
    if (time === times) return history;
    const receipt = await cards.record({ ...declined, suggestionId, executedAt: 5_000 + time });
    expect(receipt).toMatchObject({ status: 'recorded', suggestion: 'followed' });
  }
}

const isOffered = ({ mode }: { mode: string }) => mode !== 'explicit';

test('a plan that is declined again and again is offered no more, for this intent, and comes back when it is run', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  const other = `${others[0]![0]} ada`;
  const otherPlan = toolsOf(await cards.suggest(other));
  const history = await declining(cards, intentOf(0), 5);
  expect(isOffered(history[0]!)).toBe(true);
  expect(history.slice(3).filter(isOffered)).toEqual([]);
  expect(toolsOf(await cards.suggest(other))).toEqual(otherPlan);

  for (let run = 0; run < 10; run++) {
    await cards.record(execution(usual, { intent: intentOf(0), executedAt: 6_000 + run }));
  }
  expect(isOffered(await cards.suggest(intentOf(0)))).toBe(true);
});

test('a plan that was accepted ten times is declined away all the same, and one that nobody ever ran', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  for (let round = 0; round < 10; round++) {
    const { suggestionId, dag } = await cards.suggest(intentOf(0));
    await cards.record(execution(toolsOf({ dag }), { intent: intentOf(0), executedAt: 1_000 + round, suggestionId }));
  }
  const history = await declining(cards, intentOf(0), 6);
  expect(isOffered(history[0]!)).toBe(true);
  expect(isOffered(history.at(-1)!)).toBe(false);

  const fresh = await open({ store: createMemoryStore() });
  await fresh.tools.sync([shop, mail]);
  const probability = async () => {
    const { dag } = await fresh.suggest('put a conversation away');
    return dag.tasks.find(({ toolId }) => toolId === 'mail:archive')?.reason.probability ?? 0;
  };
  const before = await probability();
  await declining(fresh, 'put a conversation away', 3);
  expect(await probability()).toBeLessThan(0.7 * before);
});

test('what is learned of the history between two declines takes nothing of them back', async () => {
  const cards = await open({ store: createMemoryStore(), createEngine });
  await cards.tools.sync([shop, mail]);
  const told = ['shop:find_order', 'shop:cancel_order', 'mail:send_mail'];
  let time = 0;
  for (let round = 0; round < 12; round++) {
    const { suggestionId } = await cards.suggest(intentOf(round));
    await cards.record(execution(usual, { intent: intentOf(round), executedAt: ++time, suggestionId }));
    const intent = `cancel the newest purchase by ${customers[(round + 3) % customers.length]}`;
    await cards.record(execution(told, { intent, executedAt: ++time }));
  }
  const history: { confidence: number; mode: string }[] = [];
  for (let round = 0; round < 8; round++) {
    const { suggestionId, confidence, mode } = await cards.suggest(intentOf(round));
    history.push({ confidence, mode });
    await cards.record({ ...declined, suggestionId, executedAt: ++time });
    // Learned from the thirtieth execution on.
    await cards.learned();
  }
  expect((await cards.health()).weights.executions).toBeGreaterThan(0);
  for (const [place, { confidence }] of history.slice(1).entries()) {
    expect(confidence).toBeLessThan(history[place]!.confidence + 0.02);
  }
  expect(history.slice(6).filter(isOffered)).toEqual([]);
});

test('declining weighs as much as deleting, but for what was done instead: a task of a declined plan is about as improbable', async () => {
  const probabilityAfter = async (tools: readonly string[]) => {
    const cards = await usualShop({ store: createMemoryStore() });
    for (let round = 0; round < 2; round++) {
      const { suggestionId } = await cards.suggest(intentOf(0));
      await cards.record(execution(tools, { executedAt: 5_000 + round, suggestionId }));
    }
    const plans = [await cards.suggest(intentOf(0), { alternatives: 5 })].flatMap((plan) => [
      plan.dag,
      ...plan.alternatives.map(({ dag }) => dag),
    ]);
    return plans.flatMap(({ tasks }) => tasks).find(({ toolId }) => toolId === 'shop:refund_order')?.reason.probability;
  };
  const deletedEach = await probabilityAfter(['mail:archive']);
  expect(deletedEach).toBeLessThan(0.5);
  expect(Math.abs((await probabilityAfter([]))! - deletedEach!)).toBeLessThan(0.05);
});

test('declining changes no dependency, no habit and no prediction', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  const learned = async () => [
    await cards.dependencies.list(),
    (await cards.predictNext({ executed: [], topK: 9 })).predictions,
    (await cards.predictNext({ executed: ['shop:find_customer', 'shop:find_order'], topK: 9 })).predictions,
    (await cards.predictNext({ intent: intentOf(0), executed: ['shop:find_customer'], topK: 9 })).predictions,
    (await cards.metrics()).edges,
  ];
  const before = await learned();
  for (const success of [false, true]) {
    const { suggestionId } = await cards.suggest(intentOf(0));
    await cards.record({ success, tasks: [], executedAt: 7_000, suggestionId });
  }
  await cards.record({ success: true, tasks: [], intent: intentOf(0), suggestionId: 'of nobody' });
  expect(await learned()).toEqual(before);
});

test('without a suggestion an execution that ran nothing is refused', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  await expect(cards.record({ ...declined, intent: intentOf(0) })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringContaining('suggestionId'),
  });
});

test.each([
  ['a database', async () => ({ dataDir: `${await temporaryDirectory()}/data` })],
  ['a store of SQLite', async () => ({ file: `${await temporaryDirectory()}/agentcards.db` })],
])('what was declined is kept in %s, rebuilt, exported, imported and forgotten', async (_, place) => {
  const at = await place();
  const options = (): Options => ('file' in at ? { store: createSqliteStore(at.file) } : at);
  const planOf = async (cards: AgentCards, intent: string) => ({ ...(await cards.suggest(intent)), suggestionId: '' });
  const intent = intentOf(0);
  const first = await usualShop(options());
  const before = await planOf(first, intent);
  await declining(first, intent, 4);
  const after = await planOf(first, intent);
  expect(isOffered(after)).toBe(false);
  await first.rebuild();
  expect(await planOf(first, intent)).toEqual(after);
  await first.close();

  const cards = await open(options());
  expect(await planOf(cards, intent)).toEqual(after);
  const lines: string[] = [];
  for await (const line of cards.export()) lines.push(line);
  const imported = await open({ store: createMemoryStore() });
  await imported.import(lines);
  expect(await planOf(imported, intent)).toEqual(after);
  // A trace of a tool, though it never ran.
  const { executions } = await imported.forget({ tool: deleted });
  expect(executions).toBe(12 + 4);

  await cards.forget({ intent });
  await cards.rebuild();
  for (let day = 0; day < 12; day += customers.length) {
    await cards.record(execution(usual, { id: `usual ${day}`, intent: intentOf(day), executedAt: day + 1 }));
  }
  expect(await planOf(cards, intent)).toEqual(before);
});

const recorded = (receipt: Receipt) => expect(receipt).toMatchObject({ status: 'recorded' });

test('an unknown suggestion does no harm', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  const receipt = await cards.record(refundExecution('e', 'refund'));
  expect(receipt).not.toHaveProperty('suggestion');
  const unknown = await cards.record({ ...refundExecution('u', 'refund'), suggestionId: '__proto__' });
  recorded(unknown);
  expect(unknown.suggestion).toBe('unknown');
});

function failing(store: Store, method: 'get' | 'put'): Store {
  const suggestions = { ...store.suggestions!, [method]: () => Promise.reject(new Error('the disk is gone')) };
  return { ...store, suggestions };
}

test.each(['get', 'put'] as const)(
  'a store that fails to %s a suggestion loses the link, and says so in health',
  async (method) => {
    const cards = await usualShop({ store: failing(createMemoryStore(), method) });
    const { suggestionId } = await cards.suggest(intentOf(0));
    // Until it is written it is known from memory.
    await new Promise((resolve) => setImmediate(resolve));
    const receipt = await cards.record(execution(['shop:find_customer'], { suggestionId }));
    recorded(receipt);
    expect(receipt.suggestion).toBe('unknown');
    expect((await cards.health()).errors.recent).toEqual([expect.objectContaining({ errorType: 'suggestion' })]);
  },
);

test('a store without suggestions keeps them while the process lives', async () => {
  const file = `${await temporaryDirectory()}/agentcards.db`;
  const openStore = (): Store => ({ ...createSqliteStore(file), suggestions: undefined });
  const first = await usualShop({ store: openStore() });
  const { suggestionId } = await first.suggest(intentOf(0));
  const record = (cards: AgentCards) => cards.record(execution(['shop:find_customer'], { suggestionId }));
  expect(await record(first)).toMatchObject({ suggestion: 'followed' });
  await first.close();
  expect(await record(await open({ store: openStore() }))).toMatchObject({ suggestion: 'unknown' });
});

test('suggestions are kept by number and by age', async () => {
  let now = Date.UTC(2026, 0, 1);
  const store = createMemoryStore();
  const cards = await usualShop({ store, clock: { now: () => now }, suggestions: { atMost: 2, maxAgeMs: 1_000 } });
  const propose = async () => {
    const { suggestionId } = await cards.suggest(intentOf(0));
    now += 10;
    return suggestionId;
  };
  const fate = async (suggestionId: string) =>
    (await cards.record(execution(['shop:find_customer'], { suggestionId }))).suggestion;
  const [oldest, older, newest] = [await propose(), await propose(), await propose()];
  expect(await fate(oldest)).toBe('unknown');
  expect(await fate(older)).toBe('followed');
  now += 985;
  expect(await fate(older)).toBe('unknown');
  expect(await fate(newest)).toBe('followed');
  now += 1_000;
  await propose();
  await cards.close();
});

test('what is kept is as the limits say, after closing', async () => {
  let now = Date.UTC(2026, 0, 1);
  const memory = createMemoryStore();
  const store = { ...memory, close: async () => {} };
  const cards = await usualShop({ store, clock: { now: () => now }, suggestions: { atMost: 3, maxAgeMs: 25 } });
  const made: string[] = [];
  for (let each = 0; each < 6; each++) {
    made.push((await cards.suggest(intentOf(each))).suggestionId);
    now += 10;
  }
  await cards.close();
  const kept = (await memory.suggestions!.read({ limit: 100 })).map(({ id }) => id);
  expect(kept.sort()).toEqual(made.slice(-3).sort());
});

test('with atMost 0 nothing is kept', async () => {
  const store = createMemoryStore();
  const cards = await usualShop({ store, suggestions: { atMost: 0 } });
  const { suggestionId } = await cards.suggest(intentOf(0));
  const receipt = await cards.record(execution(['shop:find_customer'], { suggestionId }));
  expect(receipt.suggestion).toBe('unknown');
  expect(await store.suggestions!.read({ limit: 10 })).toEqual([]);
});

test.each([{ atMost: -1 }, { maxAgeMs: 0.5 }, { atMost: Number.NaN }, { maxAgeMs: '1' as unknown as number }])(
  'limits %j are refused',
  async (suggestions) => {
    await expect(createAgentCards({ store: createMemoryStore(), embedder: null, suggestions })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  },
);

test('with keepIntents: false no intent is kept with a suggestion, nor taken from one', async () => {
  const memory = createMemoryStore();
  const store = { ...memory, close: async () => {} };
  const open1 = await usualShop({ store });
  const { suggestionId } = await open1.suggest('refund the order of ada');
  await open1.close();

  const cards = await open({ store, keepIntents: false });
  const { suggestionId: silent } = await cards.suggest('refund the order of grace');
  expect(await cards.record(execution(['shop:find_customer'], { id: 'e', suggestionId }))).toMatchObject({
    suggestion: 'followed',
  });
  expect(await cards.record(execution(['shop:find_customer'], { id: 's', suggestionId: silent }))).toMatchObject({
    suggestion: 'followed',
  });
  const stored = await memory.executions.read({ limit: 1_000 });
  expect(stored.filter(({ id }) => id === 'e' || id === 's').map(({ intent }) => intent)).toEqual([
    undefined,
    undefined,
  ]);
  expect((await memory.suggestions!.get(silent))?.intent).toBeUndefined();
});

test('a proposal counts under the present name of a tool', async () => {
  const cards = await usualShop({ store: createMemoryStore() });
  await rounds(cards, patience, withoutMail);
  const [send, archive] = mail.tools;
  await cards.tools.sync({ ...mail, tools: [{ ...send!, name: 'write_mail' }, archive!] });
  await cards.tools.acceptRename({ from: deleted, to: 'mail:write_mail' });
  expect(toolsOf(await cards.suggest(intentOf(0)))).not.toContain('mail:write_mail');
});
