import type { ErrorRecord, ErrorStore } from '@agentcards/core';
import { expectEqual } from '../expect.js';
import { after, farAhead, hostileText } from './samples.js';
import type { StoreCase } from './store-case.js';

const messagesOf = async (errors: ErrorStore) => (await errors.recent(10_000)).map(({ message }) => message);

export const errorCases: readonly StoreCase[] = [
  {
    name: 'errors: the last come first, whatever their times, and all are counted',
    promise: 'The last that were appended, the very last first',
    async check({ open }) {
      const { errors } = await open();
      expectEqual(await errors.count(), 0, 'errors.count');
      expectEqual(await errors.recent(5), []);
      const whole = {
        errorType: 'test',
        message: hostileText,
        stack: 'Error\n    at\u0000',
        context: { deep: [null, hostileText] },
        timestamp: after(1),
      };
      await errors.append(whole);
      const empty = { errorType: '', message: '', stack: '', context: {}, timestamp: after(1) };
      await errors.append(empty);
      for (const [index, message] of ['second', 'third'].entries()) {
        await errors.append({ errorType: 'test', message, timestamp: after(-index) });
      }
      const second = { errorType: 'test', message: 'second', timestamp: after(0) };
      const third = { errorType: 'test', message: 'third', timestamp: after(-1) };
      expectEqual(await errors.recent(2), [third, second]);
      expectEqual(await errors.recent(9), [third, second, empty, whole]);
      expectEqual(await errors.count(), 4, 'errors.count');
    },
  },
  {
    name: 'errors: what is handed over or handed out can be changed without changing the store',
    promise: 'changing them changes nothing stored',
    async check({ open }) {
      const { errors } = await open();
      const error = () => ({ errorType: 'test', message: 'kept', context: { deep: ['kept'] }, timestamp: after(1) });
      const mine = error();
      await errors.append(mine);
      const change = (each: ErrorRecord) => {
        each.timestamp.setTime(0);
        Object.assign(each, { message: 'changed' });
        Object.assign(each.context ?? {}, { deep: 'changed' });
      };
      change(mine);
      (await errors.recent(1)).forEach(change);
      expectEqual(await errors.recent(1), [error()]);
    },
  },
  {
    name: 'errors: old ones are pruned, a few at a time',
    promise: 'Deletes errors that happened before a point in time, `limit` at most, in one transaction',
    needs: 'prune',
    async check({ open }) {
      const { errors } = await open();
      for (const time of [5, 1, 3, 2]) {
        await errors.append({ errorType: 'test', message: `${time}`, timestamp: after(time) });
      }
      const prune = (before: number, limit: number) => errors.prune?.({ before: after(before), limit });
      expectEqual(await prune(1, 10), 0, 'prune');
      expectEqual(await prune(3, 1), 1, 'prune');
      expectEqual(await errors.count(), 3, 'errors.count');
      expectEqual(await prune(3, 10), 1, 'prune');
      expectEqual(
        (await errors.recent(9)).map(({ message }) => message),
        ['3', '5'],
      );
      await errors.append({ errorType: 'test', message: 'far ahead', timestamp: farAhead });
      expectEqual(await prune(3, 10), 0, 'errors of the year 12,000 that were pruned');
    },
  },
  {
    name: 'errors: what is appended after a pruning is the last, and takes the place of none',
    promise: 'The last that were appended, the very last first',
    needs: 'prune',
    async check({ open }) {
      const { errors } = await open();
      const append = (message: string, time: number) =>
        errors.append({ errorType: 'test', message, timestamp: after(time) });
      for (const time of [1, 2, 8, 9]) await append(`${time}`, time);
      expectEqual(await errors.prune?.({ before: after(5), limit: 10 }), 2, 'errors.prune');
      for (const message of ['first after', 'second after', 'third after']) await append(message, 5);
      expectEqual(await messagesOf(errors), ['third after', 'second after', 'first after', '9', '8']);
      expectEqual(await errors.count(), 5, 'errors.count');
    },
  },
  {
    name: 'errors: what is appended after the store was opened again is the last',
    promise: 'The last that were appended, the very last first',
    needs: 'persistence',
    async check({ open, newName }) {
      const name = newName();
      for (const message of ['first', 'second', 'third']) {
        const store = await open(name);
        await store.errors.append({ errorType: 'test', message, timestamp: after(0) });
        await store.close();
      }
      expectEqual(await messagesOf((await open(name)).errors), ['third', 'second', 'first']);
    },
  },
  {
    name: 'errors: more than a thousand are kept',
    promise: 'Of all that were appended and not pruned: no other goes',
    async check({ open }) {
      const { errors } = await open();
      const append = (message: string) => errors.append({ errorType: 'test', message, timestamp: after(0) });
      await append('first');
      for (let turn = 0; turn < 20; turn++) await Promise.all(Array.from({ length: 60 }, () => append('other')));
      expectEqual(await errors.count(), 1_201, 'errors.count');
      expectEqual((await messagesOf(errors)).at(-1), 'first', 'the first that was appended');
    },
  },
];
