import { describe, expect, it } from 'vitest';
import { bindTasks, type PlacedEvidence } from './bind-tasks.js';
import { valuesAndPlaces } from './significant-values.js';

function call(used: unknown, given?: unknown, more: Partial<PlacedEvidence> = {}): PlacedEvidence {
  const [argument, output] = [valuesAndPlaces(used), valuesAndPlaces(given)];
  return {
    dependsOn: [],
    startedAt: undefined,
    endedAt: undefined,
    argumentValues: argument.values,
    argumentPlaces: argument.places,
    outputValues: output.values,
    outputPlaces: output.places,
    ...more,
  };
}

const bindings = (...calls: readonly PlacedEvidence[]) =>
  bindTasks(calls).map(({ from, to, output, argument }) => `${from}.${output} → ${to}.${argument}`);

describe('bindings between the calls of an execution', () => {
  it('join the place in the output with the place in the arguments', () => {
    const found = bindings(
      call({ email: 'ada@example.com' }, { user: { id: 'user-8841' } }),
      call({ user: 'user-8841' }, [{ id: 'order-10077' }, { id: 'order-10078' }]),
      call({ filter: { order: 'order-10078', owner: 'user-8841' } }),
    );
    expect(found).toEqual(['0.user.id → 1.user', '0.user.id → 2.filter.owner', '1.[].id → 2.filter.order']);
  });

  it('prefer the part that leaves the fewest choices open', () => {
    const output = { orders: [{ id: 'order-10077' }], latest: 'order-10077' };
    expect(bindings(call({}, output), call({ order: 'order-10077' }))).toEqual(['0.latest → 1.order']);
  });

  it('are not made of what the caller brought, of parts of texts, or of arguments without a name', () => {
    expect(bindings(call({ id: 'user-8841' }, 'user-8841'), call({ id: 'user-8841' }))).toEqual([]);
    expect(bindings(call({}, 'Found user-8841 at last'), call({ id: 'user-8841' }))).toEqual([]);
    expect(bindings(call({}, { id: 'user-8841' }), call({ text: 'Mail to user-8841 now' }))).toEqual([]);
    expect(bindings(call({}, { id: 'user-8841' }), call(['user-8841']))).toEqual([]);
  });

  it('need places on both sides, and a use that came after', () => {
    const giver = call({}, { id: 'user-8841' });
    const taker = call({ id: 'user-8841' });
    expect(bindings(giver, { ...taker, argumentPlaces: undefined })).toEqual([]);
    expect(bindings({ ...giver, outputPlaces: undefined }, taker)).toEqual([]);
    expect(bindings({ ...giver, startedAt: 0, endedAt: 9 }, { ...taker, startedAt: 5, endedAt: 8 })).toEqual([]);
  });

  it.each([
    ['flags', true],
    ['zero', 0],
    ['nothing', ''],
    ['words', 'pending'],
    ['short codes', 'A6'],
    ['small numbers', 42],
    ['round numbers', 1000],
    ['years', 2026],
    ['dates', '2026-01-02'],
    ['times', '10:30'],
  ])('are never made of %s', (_, value) => {
    expect(bindings(call({}, { value }), call({ value }))).toEqual([]);
  });

  it('are bounded in number', () => {
    const values = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`a${'b'.repeat(index % 50)}${index % 10}`, `id-${1000 + index}`]),
    );
    expect(bindTasks([call({}, values), call(values)]).length).toBeLessThanOrEqual(64);
  });
});
