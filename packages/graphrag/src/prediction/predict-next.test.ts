import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput, PredictionQuery } from '../types.js';

const tools = ['find_order', 'refund_order', 'send_mail', 'close_ticket'];

function knowing(...executions: ExecutionInput[]) {
  const engine = createEngine();
  engine.upsertTools(tools.map((name) => ({ id: name, name, description: `${name.replace('_', ' ')} of a customer` })));
  engine.observe(executions);
  return engine;
}

const ran = (toolIds: readonly string[], rest: Partial<ExecutionInput> = {}): ExecutionInput => ({
  success: true,
  tasks: toolIds.map((toolId) => ({ toolId })),
  ...rest,
});

const first = (engine: ReturnType<typeof knowing>, query: PredictionQuery) => engine.predictNext(query).predictions[0];

describe('predictNext', () => {
  it('names what followed the last tool, and after two tools what followed both', () => {
    const engine = knowing(
      ran(['find_order', 'refund_order', 'send_mail']),
      ran(['find_order', 'refund_order', 'send_mail']),
      ran(['close_ticket', 'refund_order', 'find_order']),
    );
    expect(first(engine, { executed: ['refund_order'] })?.toolId).toBe('send_mail');
    expect(first(engine, { executed: [] })?.toolId).toBe('find_order');
    const { components } = first(engine, { executed: ['find_order', 'refund_order'] })!;
    expect(components.pair).toBeGreaterThan(0);
    expect(components.tool).toBeGreaterThan(0);
  });

  it('lets the executions with the nearest intents decide where habits differ', () => {
    const engine = knowing(
      ...Array.from({ length: 5 }, () => ran(['find_order', 'send_mail'], { intent: 'tell the customer the status' })),
      ran(['find_order', 'refund_order'], { intent: 'give money back' }),
    );
    expect(first(engine, { executed: ['find_order'] })?.toolId).toBe('send_mail');
    const informed = first(engine, { executed: ['find_order'], intent: 'give the money back, please' });
    expect(informed?.toolId).toBe('refund_order');
    expect(informed?.components.neighbours).toBeGreaterThan(informed!.probability / 2);
  });

  it('knows nothing but words and declarations where nothing ran', () => {
    const engine = knowing();
    expect(first(engine, { executed: [], intent: 'refund the order' })?.toolId).toBe('refund_order');
    expect(engine.predictNext({ executed: [] }).predictions).toEqual([]);
    engine.addDependencies([{ from: 'find_order', to: 'refund_order', source: 'user' }]);
    expect(first(engine, { executed: [], intent: 'refund the order' })?.toolId).toBe('find_order');
    expect(first(engine, { executed: ['find_order'] })).toMatchObject({
      toolId: 'refund_order',
      components: { dependency: expect.any(Number) },
    });
  });

  it('asks for nothing that only a tool needs that has run', () => {
    const engine = knowing();
    engine.addDependencies([
      { from: 'send_mail', to: 'find_order', source: 'user' },
      { from: 'find_order', to: 'refund_order', source: 'user' },
    ]);
    const intent = 'refund the order';
    expect(first(engine, { executed: [], intent })?.toolId).not.toBe('refund_order');
    expect(first(engine, { executed: ['find_order'], intent })?.toolId).toBe('refund_order');
    expect(first(engine, { executed: [], context: ['find_order'], intent })?.toolId).toBe('refund_order');
  });

  it('reads the clause that comes after the one of the last tool', () => {
    const engine = knowing();
    const intent = 'Find the order, send a mail, then close the ticket.';
    expect(first(engine, { executed: ['find_order'], intent })?.toolId).toBe('send_mail');
    expect(first(engine, { executed: ['find_order', 'send_mail'], intent })?.toolId).toBe('close_ticket');
  });

  it('names only candidates, with the probabilities that they have among all', () => {
    const engine = knowing(ran(['find_order', 'refund_order']), ran(['find_order', 'send_mail']));
    const all = engine.predictNext({ executed: ['find_order'], topK: 9 }).predictions;
    const some = engine.predictNext({ executed: ['find_order'], topK: 9, candidates: ['send_mail', 'nobody knows'] });
    expect(some.predictions).toEqual(all.filter(({ toolId }) => toolId === 'send_mail'));
  });

  it('lets tools in use speak where counts say little', () => {
    const engine = knowing();
    engine.addDependencies([{ from: 'find_order', to: 'close_ticket', source: 'user' }]);
    expect(engine.predictNext({ executed: ['send_mail'] }).predictions).toEqual([]);
    expect(first(engine, { executed: ['send_mail'], context: ['find_order'] })).toMatchObject({
      toolId: 'close_ticket',
      components: { context: expect.any(Number) },
    });
  });

  it('tells how what was learned of the evidence moved a tool', () => {
    const engine = knowing(...Array.from({ length: 20 }, () => ran(['find_order', 'refund_order', 'send_mail'])));
    const query = { executed: ['find_order'], explain: true };
    expect(first(engine, query)?.explanation).toEqual({});
    const pieces = engine.learnWeights();
    while (pieces.next().done !== true);
    const { ladder, tool } = first(engine, query)!.explanation!;
    expect([ladder, tool]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(first(engine, { executed: ['find_order'] })?.explanation).toBeUndefined();
  });

  it('falls back to the tools that ran most', () => {
    const engine = knowing(ran(['send_mail']), ran(['send_mail']), ran(['find_order']));
    const [most, next] = engine.predictNext({ executed: ['unheard of'] }).predictions;
    expect([most?.toolId, next?.toolId]).toEqual(['send_mail', 'find_order']);
    expect(most?.components.popularity).toBe(most?.probability);
  });

  it('leaves a loop after as many rounds as the nearest executions had, and does not begin it again', () => {
    const round = ['refund_order', 'send_mail'];
    const rounds = (count: number) => ['find_order', ...Array.from({ length: count }, () => round).flat()];
    const looped = (counts: readonly number[]) =>
      counts.map((count, place) =>
        ran([...rounds(count), 'close_ticket'], { intent: `refund all orders of ticket ${place}` }),
      );
    const after = (engine: ReturnType<typeof knowing>, count: number) =>
      first(engine, { executed: rounds(count), intent: 'refund all orders of this ticket' });

    const constant = knowing(...looped([3, 3, 3, 3]));
    expect([1, 2, 3, 4, 6].map((count) => after(constant, count)?.toolId)).toEqual([
      'refund_order',
      'refund_order',
      'close_ticket',
      'close_ticket',
      'close_ticket',
    ]);
    expect(first(constant, { executed: [...rounds(3), 'refund_order'] })?.toolId).toBe('send_mail');

    // Of four that came to a second round, three went on to a third; of those, two to a fourth.
    const varied = knowing(...looped([2, 3, 4, 5]));
    const goesOn = [1, 2, 3, 4].map((count) => after(varied, count)!);
    expect(goesOn.slice(0, 2).map(({ toolId }) => toolId)).toEqual(['refund_order', 'refund_order']);
    expect(goesOn[1]!.probability).toBeLessThan(goesOn[0]!.probability);
    expect(after(varied, 6)?.toolId).toBe('close_ticket');
  });

  it('gives a tool that ran already as little as repeats are rare in the history', () => {
    const again = (engine: ReturnType<typeof knowing>) => {
      const query = { executed: ['find_order', 'refund_order'], topK: 9 };
      const { predictions } = engine.predictNext(query);
      return predictions.find(({ toolId }) => toolId === 'find_order')?.probability ?? 0;
    };
    const back = ran(['refund_order', 'find_order', 'send_mail', 'close_ticket']);
    const rare = knowing(...Array.from({ length: 20 }, () => back));
    const common = knowing(...Array.from({ length: 20 }, () => back), ran(['send_mail', 'find_order', 'send_mail']));
    expect(again(common)).toBeGreaterThan(again(rare));
  });

  it('never lets what failed reinforce anything', () => {
    const execution = fc.record({
      tasks: fc.array(fc.record({ toolId: fc.constantFrom(...tools), success: fc.boolean() }), { maxLength: 5 }),
      success: fc.constant(false),
    });
    const known = ran(['find_order', 'refund_order', 'send_mail']);
    fc.assert(
      fc.property(fc.array(execution, { maxLength: 5 }), (failures) => {
        for (const executed of [[], ['find_order'], ['find_order', 'refund_order']]) {
          const query = { executed, topK: tools.length };
          expect(knowing(known, ...failures).predictNext(query)).toEqual(knowing(known).predictNext(query));
        }
      }),
    );
  });

  it('foresees the other of two calls that ran side by side after the first, in either order, and then what joins them', () => {
    const review = (clocks: number): ExecutionInput => ({
      success: true,
      intent: 'settle the order of a customer',
      tasks: [
        { id: 'a', toolId: 'find_order', startedAt: 0, endedAt: 90 },
        { id: 'b', toolId: 'refund_order', dependsOn: ['a'], startedAt: 100, endedAt: 190 },
        { id: 'c', toolId: 'send_mail', dependsOn: ['a'], startedAt: 101, endedAt: 191 },
        { id: 'd', toolId: 'close_ticket', dependsOn: ['b', 'c'], startedAt: 191 + clocks, endedAt: 290 },
      ],
    });
    for (const clocks of [9, -1]) {
      const engine = knowing(...Array.from({ length: 20 }, () => review(clocks)));
      for (const intent of [undefined, 'settle the order of a customer']) {
        const then = (...executed: string[]) => {
          const { predictions, stop } = engine.predictNext({ executed, intent });
          expect(stop).toBeLessThan(0.3);
          return predictions[0]?.toolId;
        };
        expect(then('find_order', 'refund_order')).toBe('send_mail');
        expect(then('find_order', 'send_mail')).toBe('refund_order');
        expect(then('find_order', 'refund_order', 'send_mail')).toBe('close_ticket');
        expect(then('find_order', 'send_mail', 'refund_order')).toBe('close_ticket');
      }
    }
  });

  it('takes what is declared to follow for what follows, whatever rounded clocks say', () => {
    const history = (overlap: number) =>
      Array.from({ length: 12 }, (_, index) =>
        ran([], {
          id: `e${index}`,
          intent: 'settle the order',
          tasks: tools.map((toolId, place) => ({
            ...{ id: toolId, toolId, dependsOn: tools.slice(Math.max(0, place - 1), place) },
            ...{ startedAt: 1000 * place, endedAt: 1000 * (place + 1) + overlap },
          })),
        }),
      );
    for (let place = 1; place < tools.length; place++) {
      for (const intent of [undefined, 'settle the order']) {
        const query = { executed: tools.slice(0, place), intent };
        const { predictions, stop } = knowing(...history(1)).predictNext(query);
        expect({ predictions, stop }).toEqual(knowing(...history(0)).predictNext(query));
        expect(predictions[0]?.toolId).toBe(tools[place]);
      }
    }
  });

  it('foresees no end before anything has run, whatever it has learned of ends', () => {
    const engine = knowing(
      ...Array.from({ length: 40 }, (_, index) => ran([tools[index % 4]!], { intent: `do ${index} things` })),
      { success: true, intent: 'do nothing', tasks: [] },
    );
    const ask = () =>
      [undefined, 'do nothing', 'do 7 things', 'unheard of'].map((intent) =>
        engine.predictNext({ executed: [], intent }),
      );
    const before = ask();
    for (const { stop } of before) expect(stop).toBe(0);
    const pieces = engine.learnWeights();
    while (pieces.next().done !== true);
    for (const { predictions, stop } of ask()) {
      expect(stop).toBe(0);
      expect(predictions.length).toBeGreaterThan(0);
    }
    const { predictions } = engine.predictNext({ executed: [], topK: 9 });
    expect(predictions.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(engine.predictNext({ executed: [], filter: () => false })).toEqual({ predictions: [], stop: 0 });
    expect(engine.predictNext({ executed: ['send_mail'] }).stop).toBeGreaterThan(0.5);
  });

  it('knows what always followed the last tool, however much it learned of pairs, where the two last were never seen together', () => {
    const jobs = [
      ['find_order', 'refund_order', 'send_mail'],
      ['close_ticket', 'find_order', 'close_ticket'],
      ['find_order'],
    ];
    const engine = knowing(
      ...Array.from({ length: 60 }, (_, index) => ran(jobs[index % 3]!, { intent: `job ${index % 3}` })),
    );
    const pieces = engine.learnWeights();
    while (pieces.next().done !== true);
    for (const executed of [
      ['refund_order'],
      ['close_ticket', 'refund_order'],
      ['find_order', 'close_ticket', 'refund_order'],
    ]) {
      const { predictions } = engine.predictNext({ executed, intent: 'job 0' });
      expect(predictions[0]?.toolId).toBe('send_mail');
      expect(predictions[0]!.probability).toBeGreaterThan(0.8);
    }
  });

  it('is not sure of a tool for an intent that is about none of them, whatever was done before', () => {
    const sumFor = (engine: ReturnType<typeof knowing>, query: PredictionQuery) =>
      engine
        .predictNext({ topK: tools.length, ...query })
        .predictions.reduce((sum, { probability }) => sum + probability, 0);
    const refunds = Array.from({ length: 8 }, (_, day) =>
      ran(['find_order', 'refund_order'], { intent: `refund the order of day ${day}` }),
    );
    for (const engine of [knowing(), knowing(...refunds)]) {
      expect(sumFor(engine, { executed: [], intent: 'what is the capital of France' })).toBeLessThan(0.3);
      expect(sumFor(engine, { executed: [], intent: 'refund the order' })).toBeGreaterThan(0.3);
    }
    // What was asked for before is possible, and so is what has begun.
    expect(sumFor(knowing(...refunds), { executed: [], intent: 'refund the order of Ada' })).toBeCloseTo(1);
    const begun = { executed: ['find_order'], intent: 'what is the capital of France' };
    const { stop } = knowing(...refunds).predictNext(begun);
    expect(sumFor(knowing(...refunds), begun) + stop).toBeCloseTo(1);
  });

  it('never promises more than certainty, with the end of the execution as an outcome', () => {
    const history = fc.array(fc.array(fc.constantFrom(...tools), { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(history, fc.array(fc.constantFrom(...tools, 'unknown'), { maxLength: 4 }), (past, executed) => {
        const engine = knowing(...past.map((toolIds) => ran(toolIds, { intent: toolIds.join(' ') })));
        const { predictions } = engine.predictNext({ executed, intent: 'refund the order', topK: 99 });
        const sum = predictions.reduce((total, { probability }) => total + probability, 0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        if (executed.length > 0) expect(sum).toBeLessThan(1);
      }),
    );
  });
});
