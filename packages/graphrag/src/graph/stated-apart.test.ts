import { expect, it } from 'vitest';
import { createStatedApart } from './stated-apart.js';

const apart = (...needs: [from: number, to: number][]) => createStatedApart(needs.map(([from, to]) => ({ from, to })));

it('says of two tasks that a third needs both of that they stand side by side', () => {
  expect(apart([0, 2], [1, 2])(0, 1)).toBe(true);
});

it('says of a task of which it is said what it needs that it needs nothing else', () => {
  const fork = apart([0, 1], [0, 2]);
  expect([fork(1, 2), fork(0, 1)]).toEqual([true, false]);
});

it('says nothing of a task of which nothing was said', () => {
  const chain = apart([0, 1]);
  expect([chain(1, 2), apart()(0, 1)]).toEqual([false, false]);
});

it('takes a task for no neighbour of what it needs, also where a third needs both', () => {
  expect(apart([0, 1], [0, 2], [1, 2])(0, 1)).toBe(false);
});
