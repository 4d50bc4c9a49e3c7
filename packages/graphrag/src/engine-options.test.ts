import { describe, expect, it } from 'vitest';
import { createEngine } from './create-engine.js';
import type { EngineOptions } from './engine-options.js';

function engineWith(options: EngineOptions, ...names: string[]) {
  const engine = createEngine(options);
  engine.upsertTools(names.map((name) => ({ id: name, name, description: 'for orders' })));
  return engine;
}
const found = (options: EngineOptions, text: string, ...names: string[]) =>
  engineWith(options, ...names)
    .search({ text, includeRequirements: false })
    .results.map(({ toolId }) => toolId);

describe('the options of an engine', () => {
  it('change the weights of fields', () => {
    const engine = createEngine({ lexical: { fields: { name: { weight: 0 } } } });
    engine.upsertTools([{ id: 'a', name: 'refund', description: 'mail' }]);
    expect(engine.search({ text: 'refund' }).results).toEqual([]);
    expect(engine.search({ text: 'mail' }).results).toHaveLength(1);
  });

  it('replace the tokenizer, for tools, intents and similar words', () => {
    const tokenize = (text: string) => text.split('_');
    expect(found({ tokenize }, 'refund', 'refund_order')).toEqual(['refund_order']);
    expect(found({ tokenize }, 'refund order', 'refund_order')).toEqual([]);
    expect(found({ tokenize }, 'refudn', 'refund_order')).toEqual(['refund_order']);
  });

  it('turn similar words off', () => {
    expect(found({}, 'refudn', 'refund_order')).toEqual(['refund_order']);
    expect(found({ lexical: { similarWordWeight: 0 } }, 'refudn', 'refund_order')).toEqual([]);
    const engine = createEngine({ lexical: { similarWordWeight: 0 } });
    engine.upsertTools([{ id: 'a', name: 'refund_order' }]);
    expect(engine.textToEmbed('refudn')).toBe('refudn');
  });

  it('keep vectors rounded, also in a snapshot that is read again', () => {
    const engine = createEngine({ vectorPrecision: 'int8' });
    engine.upsertTools([{ id: 'a', name: 'a', embedding: [0.1, 0.77, -0.3] }]);
    const snapshot = engine.toJSON();
    expect(createEngine({ snapshot, vectorPrecision: 'int8' }).toJSON()).toEqual(snapshot);
  });

  it.each([
    { vectorPrecision: 'float16' },
    { leaveOut: 'text' },
    { leaveOut: [1] },
    { leaveOut: ['nope'] },
    { maxMemory: 5 },
    { lexical: { fields: { name: { weigth: 4 } } } },
    null,
    { maxMemories: 0 },
    { maxMemories: 1.5 },
    { maxMemories: '3' },
    { tokenize: 'words' },
    { lexical: 3 },
    { lexical: { k1: 2 } },
    { lexical: { saturation: 0 } },
    { lexical: { clauseShare: 1.1 } },
    { lexical: { numberWeight: Number.NaN } },
    { lexical: { fields: { title: { weight: -1 } } } },
    { lexical: { fields: { names: { weight: 1 } } } },
    { lexical: { fields: { title: { lengthNormalization: 2 } } } },
  ])('that make no sense are refused: %j', (options) => {
    expect(() => createEngine(options as EngineOptions)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('of an unknown name are refused with the names that there are', () => {
    const options = { lexical: { fields: { name: { weigth: 4 } } } } as unknown as EngineOptions;
    const message = 'Unknown option "weigth" of lexical.fields.name.';
    expect(() => createEngine(options)).toThrow(
      expect.objectContaining({ message, hint: 'It takes weight, lengthNormalization.' }),
    );
  });

  it('are not given where they are undefined', () => {
    expect(createEngine({ ofAnotherVersion: undefined } as EngineOptions).toJSON()).toEqual(createEngine().toJSON());
  });

  it('of queries have to be known', () => {
    const engine = engineWith({}, 'refund');
    const unknown = { code: 'INVALID_INPUT', message: 'Unknown option "topk" of query.' };
    const more: object = { topk: 3 };
    expect(() => engine.search({ text: 'refund', ...more })).toThrow(expect.objectContaining(unknown));
    expect(() => engine.predictNext({ executed: [], ...more })).toThrow(expect.objectContaining(unknown));
    expect(() => engine.suggest({ intent: 'refund', ...more })).toThrow(expect.objectContaining(unknown));
    expect(() => engine.relatedTools('refund', more)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('change nothing where a tokenizer fails, and ask it for a text once', () => {
    const asked: string[] = [];
    const tokenize = (text: string) => {
      asked.push(text);
      return text === 'bad' ? ([1] as unknown as string[]) : text.split(' ');
    };
    const engine = createEngine({ tokenize });
    const tool = (id: string, description: string) => ({ id, name: id, description });
    engine.upsertTools([tool('a', 'alpha'), tool('b', 'beta')]);
    expect(asked.sort()).toEqual(['', 'a', 'alpha', 'b', 'beta']);
    const before = JSON.stringify(engine);
    const refused = expect.objectContaining({ code: 'INVALID_INPUT' });
    expect(() => engine.upsertTools([tool('c', 'gamma'), tool('b', 'bad'), tool('d', 'delta')])).toThrow(refused);
    const execution = (intent: string) => ({ id: intent, intent, success: true, tasks: [{ toolId: 'a' }] });
    expect(() => engine.observe([execution('good'), execution('bad')])).toThrow(refused);
    expect(JSON.stringify(engine)).toBe(before);
    expect(engine.metrics()).toMatchObject({ tools: 2, executions: 0 });
    expect(engine.search({ text: 'beta' }).results.map(({ toolId }) => toolId)).toEqual(['b']);
  });

  it('forget nothing where a tokenizer fails on what is to stay', () => {
    let isBroken = false;
    const tokenize = (text: string) => (isBroken ? ([1] as unknown as string[]) : text.split(' '));
    const engine = createEngine({ tokenize });
    engine.upsertTools([{ id: 'a', name: 'a' }]);
    engine.observe(['x', 'y', 'z'].map((id) => ({ id, intent: `do ${id}`, success: true, tasks: [{ toolId: 'a' }] })));
    const before = JSON.stringify(engine);
    isBroken = true;
    expect(() => engine.forget(['y'])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    expect(JSON.stringify(engine)).toBe(before);
    isBroken = false;
    expect(engine.forget(['y'])).toBe(1);
  });

  it('go on where a tokenizer fails on what is kept, while the oldest go', () => {
    const asked = new Set<string>();
    const fails = (text: string) => text.startsWith('do ') && asked.size === asked.add(text).size;
    const split = (text: string) => text.split(' ');
    const never = () => false;
    const answers = [fails, never].map((isBroken) => {
      let isAsking = false;
      const tokenize = (text: string) => (!isAsking && isBroken(text) ? ([1] as unknown as string[]) : split(text));
      const engine = createEngine({ tokenize, maxMemories: 9 });
      engine.upsertTools(['a', 'b'].map((id) => ({ id, name: id })));
      for (let number = 0; number < 1_200; number++) {
        const id = `${number}`.padStart(4, '0');
        const tasks = [{ toolId: number % 2 === 0 ? 'a' : 'b' }];
        engine.observe([{ id, intent: `do ${id}`, executedAt: number, success: true, tasks }]);
      }
      isAsking = true;
      const intents = ['do 0001', 'do 1190', 'do 1199'];
      return [engine.toJSON(), intents.map((intent) => engine.predictNext({ intent, executed: [], topK: 2 }))];
    });
    expect(answers[0]).toEqual(answers[1]);
  });

  it('refuse a tokenizer that gives no texts', () => {
    const tokenize = (() => 'words') as unknown as NonNullable<EngineOptions['tokenize']>;
    expect(() => engineWith({ tokenize }, 'refund')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('an intent', () => {
  it.each([
    ['of emoji', '🚀📦🎉'],
    ['of digits', '12345 67 890'],
    ['in Chinese', '请帮我查询天气'],
    ['written from right to left', 'ابحث عن الطقس'],
    ['of 100 kB of words that nobody knows', Array.from({ length: 12_000 }, (_, index) => `wort${index}`).join(' ')],
    ['of 100 kB of one letter', 'x'.repeat(100_000)],
    ['of 100 kB of misspelt words', 'refudn odrer '.repeat(8_000)],
    ['with broken characters', '\ud800 \udfff \u0000'],
  ])('%s is answered', (_, text) => {
    const { results } = engineWith({}, 'refund_order', 'send_mail').search({ text });
    for (const { score } of results) expect(score).toBeLessThanOrEqual(1);
  });
});
