import assert from 'node:assert/strict';
import type { KeyValueStore } from '@agentcards/auth';
import { expectEqual } from '../expect.js';
import type { KvCase } from './kv-case.js';

const callers = 32;
const rounds = 3;

/** Answers of 32 callers at the same time, who share the stores among them. */
function atOnce<Answer>(
  stores: readonly KeyValueStore[],
  call: (store: KeyValueStore, caller: number) => Promise<Answer>,
): Promise<Answer[]> {
  return Promise.all(Array.from({ length: callers }, (_, caller) => call(stores[caller % stores.length]!, caller)));
}

export const atomicityCases: readonly KvCase[] = [
  {
    name: 'atomic: a value is taken once, by one of 32 callers',
    promise: 'Gets the value and removes the entry: of callers at the same time one gets it',
    async check({ openAll }) {
      const stores = await openAll();
      for (let round = 0; round < rounds; round++) {
        await stores[0].set('key', `value ${round}`);
        const taken = await atOnce(stores, (store) => store.take('key'));
        assert.deepEqual(
          taken.filter((value) => value !== undefined),
          [`value ${round}`],
        );
        expectEqual(await stores[0].get('key'), undefined, 'get');
      }
    },
  },
  {
    name: 'atomic: an entry is deleted once, by one of 32 callers',
    promise: 'Every method is one atomic step',
    async check({ openAll }) {
      const stores = await openAll();
      for (let round = 0; round < rounds; round++) {
        await stores[0].set('key', 'value');
        const deleted = await atOnce(stores, (store) => store.delete('key'));
        expectEqual(deleted.filter((isThere) => isThere).length, 1, 'callers told that they deleted');
      }
    },
  },
  {
    name: 'atomic: 32 callers count to 32, and no two get the same number',
    promise: "of callers at the same time each sees the state before or after another's step",
    async check({ openAll, clock }) {
      const stores = await openAll();
      for (let round = 1; round <= rounds; round++) {
        const expiresAt = clock.now() + 10;
        const sums = await atOnce(stores, (store) => store.increment('key', { expiresAt }));
        assert.deepEqual(
          [...sums].sort((one, other) => one - other),
          Array.from({ length: callers }, (_, index) => index + 1),
        );
        clock.turnTo(expiresAt);
      }
    },
  },
  {
    name: 'atomic: of 32 callers one writes where nothing is, also where something has expired',
    promise: 'of callers at the same time one writes, and is told so by true',
    async check({ openAll, clock }) {
      const stores = await openAll();
      for (let round = 1; round <= rounds; round++) {
        const expiresAt = clock.now() + 10;
        const wrote = await atOnce(stores, (store, caller) => store.setIfAbsent('key', `${caller}`, { expiresAt }));
        expectEqual(wrote.filter((isWritten) => isWritten).length, 1, 'callers told that they wrote');
        expectEqual(await stores[0].get('key'), `${wrote.indexOf(true)}`, 'and it is that of the one who was told so');
        clock.turnTo(expiresAt);
      }
    },
  },
  {
    name: 'atomic: what is counted while others take is taken once, and nothing is lost',
    promise: 'never the middle of one',
    async check({ openAll }) {
      const stores = await openAll();
      const answers = await atOnce(stores, async (store, caller) => {
        if (caller % 4 < 2) await store.increment('key');
        else return Number((await store.take('key')) ?? 0);
        return 0;
      });
      const rest = Number((await stores[0].take('key')) ?? 0);
      assert.equal(
        answers.reduce((sum, taken) => sum + taken, rest),
        callers / 2,
      );
    },
  },
  {
    name: 'atomic: what one writes another sees, at once and by every method',
    promise: '`shared` between all processes that use the same database',
    needs: 'shared',
    async check({ openAll, clock }) {
      const [one, other] = await openAll();
      assert.ok(other !== undefined);
      expectEqual(await other.get('key'), undefined, 'get');
      await one.set('key', '1', { expiresAt: clock.now() + 10 });
      expectEqual(await other.get('key'), '1', 'get');
      expectEqual(await other.increment('key'), 2, 'increment');
      expectEqual(await one.get('key'), '2', 'get');
      expectEqual(await other.setIfAbsent('key', 'other'), false, 'setIfAbsent');
      expectEqual(await other.delete('key'), true, 'delete');
      expectEqual(await one.get('key'), undefined, 'get');
      await other.set('key', '3', { expiresAt: clock.now() + 10 });
      clock.turnTo(clock.now() + 10);
      expectEqual(await one.take('key'), undefined, 'take');
    },
  },
];
