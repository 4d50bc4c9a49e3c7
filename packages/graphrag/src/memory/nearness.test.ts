import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { createCatalogue } from '../retrieval/catalogue.js';
import { lexicalSettings } from '../retrieval/lexical-settings.js';
import { wordReader } from '../retrieval/tokenize.js';

const names = ['list_orders', 'refund_order', 'archive_order', 'print_order', 'send'];

function refunding(times: number) {
  const engine = createEngine();
  engine.upsertTools(names.map((name) => ({ id: name, name, description: `${name.replace('_', ' ')} of a customer` })));
  for (let index = 0; index < times; index++) {
    const tasks = ['list_orders', 'refund_order'].map((toolId) => ({ toolId }));
    engine.observe({ id: `r${index}`, intent: `refund order ${index}`, success: true, tasks });
  }
  return engine;
}

const planOf = (engine: ReturnType<typeof refunding>, intent: string) =>
  engine.suggest({ intent }).dag.tasks.map(({ toolId }) => toolId);
const best = (engine: ReturnType<typeof refunding>, text: string) => engine.search({ text }).results[0]?.toolId;

describe('an intent that says the whole name of a tool', () => {
  it.each([1, 5, 20])(
    'is no repetition of what shares a word and a number with it, were that done %i times',
    (times) => {
      const engine = refunding(times);
      for (const [intent, tool] of [
        ['archive order 7', 'archive_order'],
        ['print an order', 'print_order'],
        ['archive the order of the customer', 'archive_order'],
      ] as const) {
        expect(planOf(engine, intent)).toEqual([tool]);
        expect(best(engine, intent)).toBe(tool);
      }
      expect(planOf(engine, 'refund order 7')).toEqual(['list_orders', 'refund_order']);
    },
  );

  it('is one of what was asked for by that name, whatever was done for it', () => {
    const engine = refunding(3);
    for (const id of ['a', 'b', 'c']) {
      engine.observe({ id, intent: `archive order ${id}`, success: true, tasks: [{ toolId: 'print_order' }] });
    }
    expect(planOf(engine, 'archive order d')).toEqual(['print_order']);
  });

  it('has its words near each other, in any order and form', () => {
    const catalogue = createCatalogue(wordReader, lexicalSettings);
    for (const name of names) catalogue.upsert({ id: name, name }, undefined);
    expect(catalogue.namedIn('archive the last order of Ada')).toEqual(['archive_order']);
    expect(catalogue.namedIn('orders to be archived')).toEqual(['archive_order']);
    expect(catalogue.namedIn('an order that should, as soon as it is paid, go into the archive')).toEqual([]);
    expect(catalogue.namedIn('archive it, then send or refund orders')).toEqual(['refund_order']);
  });

  it('has a name of more than one word', () => {
    const engine = createEngine();
    engine.upsertTools(names.map((name) => ({ id: name, name })));
    engine.upsertTools([{ id: 'refund_order', name: 'refund_order', description: 'Give the money back' }]);
    engine.observe({ id: 'a', intent: 'the money of Ada', success: true, tasks: [{ toolId: 'refund_order' }] });
    expect(planOf(engine, 'send the money of Ada')).toContain('refund_order');
  });
});
