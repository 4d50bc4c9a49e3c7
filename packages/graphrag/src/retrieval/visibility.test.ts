import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { Engine } from '../engine.js';
import type { EngineTool } from '../types.js';

const words = [
  'find',
  'order',
  'orders',
  'refund',
  'repository',
  'receipt',
  'send_mail',
  '天气预报',
  'createIssue',
  '42',
];
const text = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((chosen) => chosen.join(' '));
const intent = fc
  .array(
    fc.constantFrom(
      ...words,
      'reciept',
      'repo',
      'findorder',
      'repositry',
      'send_mail',
      'tool-1',
      'and',
      'oders',
      'unheard',
    ),
    { maxLength: 6 },
  )
  .map((chosen) => chosen.join(' '));
const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
const tool = fc.record({
  name: text,
  description: text,
  server: fc.constantFrom('shop', 'mail', undefined),
  embedding: fc.option(vector, { nil: undefined }),
});
/** Tools, each hidden or not. */
const catalogue = fc
  .array(fc.tuple(tool, fc.boolean()), { maxLength: 20 })
  .map((drawn) => drawn.map(([one, isHidden], index) => ({ tool: { ...one, id: `tool-${index}` }, isHidden })));

function engineWith(tools: readonly EngineTool[]): Engine {
  const engine = createEngine();
  engine.upsertTools(tools);
  return engine;
}

describe('a filter', () => {
  it('leaves results and scores to the last bit as if the hidden tools had never been there', () => {
    fc.assert(
      fc.property(catalogue, intent, vector, (drawn, text, embedding) => {
        const hidden = new Set(drawn.filter(({ isHidden }) => isHidden).map(({ tool }) => tool.id));
        const all = engineWith(drawn.map(({ tool }) => tool));
        const visible = engineWith(drawn.filter(({ isHidden }) => !isHidden).map(({ tool }) => tool));
        const filter = ({ id }: EngineTool) => !hidden.has(id);
        for (const query of [{ text }, { text, embedding }, { text: '', embedding }]) {
          const { results } = all.search({ ...query, filter, topK: 20, explain: true });
          expect(results).toEqual(visible.search({ ...query, topK: 20, explain: true }).results);
        }
        expect(all.textToEmbed(text, filter)).toBe(visible.textToEmbed(text));
      }),
      { numRuns: 300 },
    );
  });

  it('may ask the engine, and is answered as if it had not', () => {
    const tools = ['find order', 'refund order', 'send mail'].map((name, index) => ({ id: `${index}`, name }));
    const engine = engineWith(tools);
    const filter = ({ id }: EngineTool) => {
      engine.search({ text: 'mail', filter: () => true });
      return id !== '1';
    };
    expect(engine.search({ text: 'order', filter })).toEqual(
      engineWith(tools.filter(({ id }) => id !== '1')).search({ text: 'order' }),
    );
  });

  it.each(['removeTools', 'upsertTools'] as const)('may change the engine by %s at any time it is asked', (change) => {
    const tools = ['find order', 'refund order', 'send mail'].map((name, index) => ({ id: `${index}`, name }));
    const ask: Readonly<Record<string, (engine: Engine, filter: () => boolean) => unknown>> = {
      search: (engine, filter) => engine.search({ text: 'order', context: ['0'], alwaysInclude: ['2'], filter }),
      predictNext: (engine, filter) => engine.predictNext({ executed: ['0'], intent: 'refund order', filter }),
      suggest: (engine, filter) => engine.suggest({ intent: 'refund order', filter }),
    };
    for (const [name, call] of Object.entries(ask)) {
      for (let moment = 1; moment <= 15; moment++) {
        const engine = engineWith(tools);
        engine.addDependencies([{ from: '0', to: '1', source: 'user' }]);
        engine.observe({ intent: 'refund order', success: true, tasks: [{ toolId: '0' }, { toolId: '1' }] });
        let asked = 0;
        const filter = () => {
          if (++asked === moment) {
            engine.removeTools(['0', '1', '2']);
            if (change === 'upsertTools') engine.upsertTools([{ id: '1', name: 'other order', embedding: [1, 2] }]);
          }
          return true;
        };
        expect(() => call(engine, filter), `${name}, asked ${moment} times`).not.toThrow();
      }
    }
  });

  it('hides a tool that took the place of one it saw', () => {
    const engine = engineWith([
      { id: 'open', name: 'find order' },
      { id: 'last', name: 'order' },
    ]);
    const filter = ({ id }: EngineTool) => {
      if (id === 'last') {
        engine.removeTools(['open']);
        engine.upsertTools([{ id: 'secret', name: 'order order' }]);
      }
      return true;
    };
    const { results } = engine.search({ text: 'order', filter });
    expect(results.map(({ toolId }) => toolId)).toEqual(['last']);
  });
});
