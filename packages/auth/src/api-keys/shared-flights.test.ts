import { expect, test } from 'vitest';
import { createSharedFlights } from './shared-flights.js';

test('who asks while it runs shares it, and who asks afterwards begins anew, also where it failed', async () => {
  const share = createSharedFlights<number>();
  let runs = 0;
  const work = async () => {
    runs += 1;
    await null;
    if (runs === 1) throw new Error('the first fails');
    return runs;
  };
  const three = () => Promise.allSettled([share('one', work), share('one', work), share('one', work)]);
  expect((await three()).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await three()).toEqual([2, 2, 2].map((value) => ({ status: 'fulfilled', value })));
  expect(await Promise.all([share('one', work), share('other', work)])).toEqual([4, 4]);
});
