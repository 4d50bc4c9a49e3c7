import { createMemoryStore } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';

const stores = {
  'PGlite, which works on this thread': () => ({ dataDir: 'memory://' }),
  'a store in memory': () => ({ store: createMemoryStore() }),
};
const eachStore = test.each(Object.entries(stores));

async function open(options: Parameters<typeof createAgentCards>[0]) {
  const cards = await createAgentCards(options);
  onTestFinished(() => cards.close());
  return cards;
}

const tools = Array.from({ length: 600 }, (_, number) => ({
  name: `tool_${number}`,
  description:
    `Refund a payment of system ${number}, with some options and details about the thing ${number * 7}. `.repeat(4),
  inputSchema: { type: 'object', properties: { id: { type: 'string', description: 'id of the payment' } } },
}));

const executions = Array.from({ length: 150 }, (_, number) => ({
  intent: `refund number ${number}`,
  success: true,
  tasks: [
    { id: '1', toolId: `s:tool_${number}`, success: true },
    { id: '2', toolId: `s:tool_${number + 1}`, dependsOn: ['1'], success: true },
  ],
}));

/** Work that is over sooner, on a quick machine, need not let anything else run. */
const soon = 50;

async function expectTimersDuring(work: () => Promise<unknown>): Promise<void> {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  const start = performance.now();
  await work().finally(() => clearInterval(timer));
  if (performance.now() - start > soon) expect(ticks).toBeGreaterThan(0);
}

eachStore('timers fire while tools are synced and embedded, over %s', async (_, options) => {
  const cards = await open(options());
  await expectTimersDuring(() => cards.tools.sync({ server: 's', tools }));
  await expectTimersDuring(() => cards.tools.embedded());
});

eachStore('waiting for vectors ends with its signal, and closing with what is at hand, over %s', async (_, options) => {
  const cards = await open(options());
  // Also where there is nothing to wait for.
  await expect(cards.tools.embedded({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  await cards.tools.sync({ server: 's', tools });
  await expect(cards.tools.embedded({ signal: AbortSignal.timeout(1) })).rejects.toMatchObject({ code: 'ABORTED' });
  const end = cards.tools.embedded();
  setTimeout(() => cards.close(), 0);
  await expect(end).rejects.toMatchObject({ code: 'CLOSED' });
});

test('timers fire while executions are recorded, imported and rebuilt, and all is as it was asked for', async () => {
  const cards = await open({ dataDir: 'memory://', embedder: null });
  await cards.tools.sync({ server: 's', tools });
  const inTurn = async () => {
    for (const execution of executions.slice(0, 75)) await cards.record(execution);
  };
  const atOnce = () => Promise.all(executions.slice(75).map((execution) => cards.record(execution)));
  const searches = () => Promise.all(executions.map(({ intent }) => cards.search(intent)));
  for (const work of [inTurn, atOnce]) await expectTimersDuring(work);
  // Those of one moment are answered in one go, once it is their turn.
  await searches();
  expect(await cards.stats()).toMatchObject({ executions: executions.length });
  await expectTimersDuring(() => cards.rebuild());

  const lines: string[] = [];
  for await (const line of cards.export()) lines.push(line);
  const other = await open({ dataDir: 'memory://', embedder: null });
  await expectTimersDuring(() => other.import(lines));
  expect((await other.stats()).executions).toBe(executions.length);
});
