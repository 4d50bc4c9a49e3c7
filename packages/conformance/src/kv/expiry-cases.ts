import type { KeyValueStore } from '@agentcards/auth';
import { expectEqual } from '../expect.js';
import type { KvCase } from './kv-case.js';

const century = 100 * 365 * 86_400_000;

/** Ways of writing an entry of one character, by name. */
const writes: Readonly<Record<string, (store: KeyValueStore, key: string, expiresAt: number) => Promise<unknown>>> = {
  set: (store, key, expiresAt) => store.set(key, '1', { expiresAt }),
  increment: (store, key, expiresAt) => store.increment(key, { expiresAt }),
  setIfAbsent: (store, key, expiresAt) => store.setIfAbsent(key, '1', { expiresAt }),
};

/** What each method answers where the entry is there and where it is not. */
const answers: readonly (readonly [
  string,
  (store: KeyValueStore, key: string) => Promise<unknown>,
  unknown,
  unknown,
])[] = [
  ['get', (store, key) => store.get(key), '1', undefined],
  ['delete', (store, key) => store.delete(key), true, false],
  ['take', (store, key) => store.take(key), '1', undefined],
  ['increment', (store, key) => store.increment(key), 2, 1],
  ['setIfAbsent', (store, key) => store.setIfAbsent(key, '2'), false, true],
];

export const expiryCases: readonly KvCase[] = [
  {
    name: 'expiry: to the millisecond, for what every method wrote and for every method',
    promise:
      'An entry is absent for every method from the moment `expiresAt` on, by the clock that the adapter was given',
    async check({ open, clock }) {
      const store = await open();
      const start = clock.now();
      for (const [writing, write] of Object.entries(writes)) {
        for (const [reading, read, present, absent] of answers) {
          clock.turnTo(start);
          const [early, late] = [`${writing} ${reading} early`, `${writing} ${reading} late`];
          await write(store, early, start + 1_234);
          await write(store, late, start + 1_234);
          clock.turnTo(start + 1_233);
          expectEqual(await read(store, early), present, `${writing}, and ${reading} a millisecond before`);
          clock.turnTo(start + 1_234);
          expectEqual(await read(store, late), absent, `${writing}, and ${reading} at that moment`);
        }
      }
    },
  },
  {
    name: 'expiry: an entry that ends now was never there, and what was there before is gone',
    promise: 'at this moment it is gone, for whoever reads by the same clock',
    async check({ open, clock }) {
      const store = await open();
      for (const expiresAt of [clock.now(), clock.now() - 1, 0]) {
        await store.set('key', 'before');
        await store.set('key', 'over', { expiresAt });
        expectEqual(await store.get('key'), undefined, 'get');
        expectEqual(await store.setIfAbsent('key', 'over', { expiresAt }), true, 'setIfAbsent');
        expectEqual(await store.increment('key', { expiresAt }), 1, 'increment');
        expectEqual(await store.increment('key', { expiresAt }), 1, 'increment');
      }
    },
  },
  {
    name: 'expiry: that of the last set counts, be it later or sooner',
    promise: 'Writes the value and its expiry in the place of what is there',
    async check({ open, clock }) {
      const store = await open();
      const start = clock.now();
      await store.set('longer', 'first', { expiresAt: start + 10 });
      await store.set('longer', 'second', { expiresAt: start + 20 });
      await store.set('shorter', 'first', { expiresAt: start + 20 });
      await store.set('shorter', 'second', { expiresAt: start + 10 });
      await store.set('none before', 'first');
      await store.set('none before', 'second', { expiresAt: start + 10 });
      clock.turnTo(start + 10);
      expectEqual(await store.get('longer'), 'second', 'get');
      expectEqual(await store.get('shorter'), undefined, 'get');
      expectEqual(await store.get('none before'), undefined, 'get');
      clock.turnTo(start + 20);
      expectEqual(await store.get('longer'), undefined, 'get');
    },
  },
  {
    name: 'expiry: without one it stays, also where there was one before',
    promise: 'without `expiresAt` it stays for good',
    async check({ open, clock }) {
      const store = await open();
      await store.set('at once', 'stays');
      await store.set('later', 'first', { expiresAt: clock.now() + 10 });
      await store.set('later', 'stays');
      await store.setIfAbsent('if absent', 'stays');
      await store.increment('counter');
      clock.turnTo(clock.now() + century);
      expectEqual(await store.get('at once'), 'stays', 'get');
      expectEqual(await store.get('later'), 'stays', 'get');
      expectEqual(await store.get('if absent'), 'stays', 'get');
      expectEqual(await store.increment('counter'), 2, 'increment');
    },
  },
  {
    name: 'expiry: counting on does not move it',
    promise: 'The expiry is settled by the call that creates the entry; later ones do not move it',
    async check({ open, clock }) {
      const store = await open();
      const start = clock.now();
      await store.increment('window', { expiresAt: start + 10 });
      await store.increment('for good');
      await store.set('written', '1', { expiresAt: start + 10 });
      clock.turnTo(start + 9);
      for (const key of ['window', 'for good', 'written']) {
        expectEqual(await store.increment(key, { expiresAt: start + 1_000 }), 2, 'increment');
        expectEqual(await store.increment(key), 3, 'increment');
      }
      clock.turnTo(start + 10);
      expectEqual(await store.get('window'), undefined, 'get');
      expectEqual(await store.get('written'), undefined, 'get');
      expectEqual(await store.increment('window', { expiresAt: start + 20 }), 1, 'a window that begins anew');
      clock.turnTo(start + 20);
      expectEqual(await store.get('window'), undefined, 'get');
      clock.turnTo(start + century);
      expectEqual(await store.get('for good'), '3', 'get');
    },
  },
  {
    name: 'expiry: a refused setIfAbsent does not move it',
    promise: 'Writes only where there is no entry',
    async check({ open, clock }) {
      const store = await open();
      const start = clock.now();
      await store.setIfAbsent('key', 'first', { expiresAt: start + 10 });
      expectEqual(await store.setIfAbsent('key', 'second', { expiresAt: start + 20 }), false, 'setIfAbsent');
      expectEqual(await store.setIfAbsent('key', 'third'), false, 'setIfAbsent');
      clock.turnTo(start + 10);
      expectEqual(await store.get('key'), undefined, 'get');
    },
  },
  {
    name: 'expiry: a clock that was ahead and goes back is believed',
    promise: 'by the clock that the adapter was given',
    async check({ open, clock }) {
      const store = await open();
      const start = clock.now();
      await store.set('before', 'there', { expiresAt: start + 1_000 });
      clock.turnTo(start - 3_600_000);
      expectEqual(await store.get('before'), 'there', 'get');
      expectEqual(await store.setIfAbsent('before', 'other'), false, 'setIfAbsent');
      clock.turnTo(start + 3_600_000);
      expectEqual(await store.get('anything'), undefined, 'get');
      expectEqual(await store.increment('ahead'), 1, 'increment');
      clock.turnTo(start);
      await store.set('after', 'there', { expiresAt: start + 1_000 });
      expectEqual(await store.get('after'), 'there', 'get');
      clock.turnTo(start + 999);
      expectEqual(await store.take('after'), 'there', 'take');
    },
  },
];
