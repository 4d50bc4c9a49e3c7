import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuePlaces } from './significant-values.js';
import { openChoices } from './value-paths.js';
import { valuesAt } from './values-at.js';

const output = {
  orders: [{ id: 'O-1001', 'sold-to': { login: 'ada' } }, { id: 'O-1002' }],
  content: [{ type: 'text', text: '{"invoice":{"number":"I-2001"}}' }],
  by_login: { ada: { account: 'ACC-1' }, bob: { account: 'ACC-2' } },
};

test.each([
  ['', [output]],
  ['orders[].id', ['O-1001', 'O-1002']],
  ['orders[].sold-to.login', ['ada']],
  ['content[].text.invoice.number', ['I-2001']],
  ['by_login{}.account', ['ACC-1', 'ACC-2']],
  ['orders.id', []],
  ['by_login[]', []],
  ['orders[].id.length', []],
  ['toString', []],
])('at %j of an output', (path, values) => {
  expect(valuesAt(output, path)).toEqual(values);
});

test('every value stands where its path leads, and alone where that leaves no choice', () => {
  const leaf = fc.constantFrom('ORD-1001', 'INV-2002', 'ada@example.org', 'yes', 7);
  const name = fc.constantFrom('id', 'order', 'line_2', 'sold to', '12345', 'x-y');
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(name, tie('node'), { maxKeys: 4 }),
      tie('node').map((node) => JSON.stringify(node) ?? ''),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (drawn) => {
      for (const { value, path } of valuePlaces(drawn) ?? []) {
        const found = valuesAt(drawn, path);
        expect(found.map((one) => (typeof one === 'object' ? one : String(one).trim()))).toContain(value);
        if (openChoices(path) === 0) expect(found).toHaveLength(1);
      }
    }),
  );
});
