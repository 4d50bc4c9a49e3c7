import { expectEqual } from '../expect.js';
import { after, hostileText } from './samples.js';
import type { StoreCase } from './store-case.js';

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
      for (const [index, message] of ['second', 'third'].entries()) {
        await errors.append({ errorType: 'test', message, timestamp: after(-index) });
      }
      const second = { errorType: 'test', message: 'second', timestamp: after(0) };
      const third = { errorType: 'test', message: 'third', timestamp: after(-1) };
      expectEqual(await errors.recent(2), [third, second]);
      expectEqual(await errors.recent(9), [third, second, whole]);
      expectEqual(await errors.count(), 3, 'errors.count');
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
    },
  },
];
