import { type AgentCards, createMemoryStore, type Store } from '@agentcards/core';
import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';

type Options = Parameters<typeof createAgentCards>[0];

async function open(options: Options): Promise<AgentCards> {
  const cards = await createAgentCards({ embedder: null, ...options });
  onTestFinished(() => cards.close());
  return cards;
}

/** A memory store whose writes fail while they are told to. */
function faultyStore() {
  const store = createMemoryStore();
  const failing = { apply: false, config: false };
  const unless = (write: keyof typeof failing) => {
    if (failing[write]) throw new Error('disk full');
  };
  const faulty: Store = {
    ...store,
    tools: {
      ...store.tools,
      apply: async (change) => {
        unless('apply');
        await store.tools.apply(change);
      },
    },
    config: {
      ...store.config,
      set: async (key, value) => {
        unless('config');
        await store.config.set(key, value);
      },
    },
    close: async () => {},
  };
  return { store: faulty, failing };
}

const listing = (description: string, others: Partial<Parameters<AgentCards['tools']['sync']>[0]> = {}) => ({
  server: 's',
  tools: [
    { name: 't', description },
    { name: 'other', description: 'Other' },
  ],
  ...others,
});
const without = { server: 's', tools: [{ name: 'other', description: 'Other' }] };
const statusOf = (cards: AgentCards) => cards.tools.get('s:t')?.status;

test.each(['by hand', 'by its server'])(
  'a quarantine that failed to be written holds no definition back that was accepted later and removed %s',
  async (how) => {
    const { store, failing } = faultyStore();
    const cards = await open({ store });
    await cards.tools.sync(listing('One'));
    failing.apply = true;
    await expect(cards.tools.sync(listing('Two', { onDrift: 'quarantine' }))).rejects.toThrow('disk full');
    failing.apply = false;
    expect((await cards.tools.sync(listing('Three'))).drifted).toMatchObject([{ outcome: 'accepted' }]);
    if (how === 'by hand') await cards.tools.remove(['s:t']);
    else await cards.tools.sync(without);
    expect(await cards.tools.sync(listing('Three'))).toMatchObject({ added: ['s:t'], drifted: [] });
    expect(statusOf(cards)).toBe('active');
  },
);

test('a tool that was removed when a quarantine failed to be written returns by the policy of its return', async () => {
  for (const reopens of [false, true]) {
    const { store, failing } = faultyStore();
    let cards = await open({ store });
    await cards.tools.sync(listing('One'));
    await cards.tools.remove(['s:t']);
    failing.apply = true;
    await expect(cards.tools.sync(listing('Two', { onDrift: 'quarantine' }))).rejects.toThrow('disk full');
    failing.apply = false;
    if (reopens) cards = await open({ store });
    expect((await cards.tools.sync(listing('Three'))).drifted).toMatchObject([{ outcome: 'accepted' }]);
    expect(statusOf(cards)).toBe('active');
    // And what was accepted is what later changes are measured against.
    await cards.tools.remove(['s:t']);
    await cards.tools.sync(listing('Three'));
    expect(statusOf(cards)).toBe('active');
  }
});

test('an approval holds after the tool was removed and returned, though the register could not be tidied up', async () => {
  const { store, failing } = faultyStore();
  const cards = await open({ store, onDrift: 'quarantine' });
  await cards.tools.sync(listing('One'));
  await cards.tools.sync(listing('Two'));
  failing.config = true;
  expect(await cards.tools.approve(['s:t'])).toBe(1);
  // Removing it now would leave the store saying that it was quarantined: it is refused as a whole.
  await expect(cards.tools.remove(['s:t'])).rejects.toThrow('disk full');
  expect(statusOf(cards)).toBe('active');
  failing.config = false;
  expect(await cards.tools.remove(['s:t'])).toBe(1);
  const again = await open({ store, onDrift: 'quarantine' });
  expect(await again.tools.sync(listing('Two'))).toMatchObject({ added: ['s:t'], drifted: [] });
  expect(statusOf(again)).toBe('active');
});
