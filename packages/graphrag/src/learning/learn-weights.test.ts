import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { Engine } from '../engine.js';
import type { EngineOptions } from '../engine-options.js';
import type { ExecutionInput } from '../types.js';

const tools = ['find_order', 'refund_order', 'send_mail', 'close_ticket'];

function knowing(executions: readonly ExecutionInput[], options: EngineOptions = {}): Engine {
  const engine = createEngine(options);
  engine.upsertTools(tools.map((name) => ({ id: name, name, description: `${name.replace('_', ' ')} of a customer` })));
  engine.observe(executions);
  return engine;
}

function learn(engine: Engine): Engine {
  const pieces = engine.learnWeights();
  while (pieces.next().done !== true);
  return engine;
}

const ran = (id: number, intent: string, ...toolIds: readonly string[]): ExecutionInput => ({
  id: `e${id}`,
  intent,
  success: true,
  tasks: toolIds.map((toolId) => ({ toolId })),
});

/** Users whose words say nothing of what they do: what follows, follows from the last tool alone. */
const misleading = Array.from({ length: 40 }, (_, index) =>
  ran(index, `${tools[(index * 7) % 4]!.replace('_', ' ')} please`, 'find_order', 'close_ticket', 'send_mail'),
);
const query = { executed: ['find_order'], intent: 'send mail of a customer', topK: 4 };
const execution = fc.record({
  intent: fc.constantFrom('refund the order', 'send a mail', 'close the ticket', 'find the order'),
  success: fc.boolean(),
  tasks: fc.array(fc.record({ toolId: fc.constantFrom(...tools), success: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  }),
});
const histories = fc
  .array(execution, { maxLength: 25 })
  .map((past) => past.map((one, index): ExecutionInput => ({ ...one, id: `e${index}`, executedAt: index })));

describe('learnWeights', () => {
  it('makes predictions surer where the history bears them out', () => {
    const before = knowing(misleading).predictNext(query);
    const after = learn(knowing(misleading)).predictNext(query);
    expect(after.predictions[0]).toMatchObject({ toolId: 'close_ticket' });
    expect(after.predictions[0]!.probability).toBeGreaterThan(before.predictions[0]!.probability);
  });

  it('learns nothing from next to nothing', () => {
    const engine = learn(knowing(misleading.slice(0, 2)));
    expect(engine.weights()).toEqual({});
    expect(engine.predictNext(query)).toEqual(knowing(misleading.slice(0, 2)).predictNext(query));
  });

  it('depends on the executions alone, never on the order in which they came, and stays in its bounds', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (past, keys) => {
        const shuffled = past
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const weights = learn(knowing(past)).weights();
        expect(learn(knowing(shuffled)).weights()).toEqual(weights);
        for (const weight of Object.values(weights)) expect(Math.abs(weight)).toBeLessThanOrEqual(3);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves what it looks at as it was', () => {
    fc.assert(
      fc.property(histories, (past) => {
        const engine = learn(knowing(past));
        const { weights: _learned, ...snapshot } = engine.toJSON();
        expect(snapshot).toEqual(knowing(past).toJSON());
        engine.setWeights({});
        expect(engine.predictNext(query)).toEqual(knowing(past).predictNext(query));
      }),
      { numRuns: 30 },
    );
  });

  it('gives probabilities that add up to at most 1 with the end, each the sum of its components', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.constantFrom(...tools, 'unknown'), { maxLength: 4 }), (past, executed) => {
        const { predictions, stop } = learn(knowing(past)).predictNext({ ...query, executed, topK: 99 });
        const sum = predictions.reduce((total, { probability }) => total + probability, stop);
        expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        for (const { probability, components } of predictions) {
          const parts = Object.values(components).reduce((total, part) => total + part, 0);
          expect(parts).toBeCloseTo(probability, 9);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('may be given up halfway, and go on while executions come in', () => {
    const engine = knowing(misleading);
    engine.learnWeights().next();
    expect(engine.weights()).toEqual({});
    const pieces = engine.learnWeights();
    pieces.next();
    engine.observe(ran(99, 'another', 'refund_order', 'send_mail'));
    while (pieces.next().done !== true);
    expect(Object.keys(engine.weights())).not.toHaveLength(0);
  });

  it('keeps nothing that was learned from what is forgotten, neither before nor meanwhile', () => {
    const engine = learn(knowing(misleading));
    engine.forget(['e0']);
    expect(engine.weights()).toEqual({});
    const pieces = engine.learnWeights();
    pieces.next();
    engine.forget(['e1']);
    while (pieces.next().done !== true);
    expect(engine.weights()).toEqual({});
    expect(learn(engine).weights()).toEqual(learn(knowing(misleading.slice(2))).weights());
  });

  it('is part of a snapshot, and can be kept elsewhere by name', () => {
    const engine = learn(knowing(misleading));
    const restored = createEngine({ snapshot: JSON.parse(JSON.stringify(engine.toJSON())) });
    expect(restored.predictNext(query)).toEqual(engine.predictNext(query));
    const told = knowing(misleading);
    told.setWeights({ ...engine.weights(), 'prediction.of-another-version': 1 });
    expect(told.predictNext(query)).toEqual(engine.predictNext(query));
    expect(() => told.setWeights({ 'prediction.text': Number.NaN })).toThrow(/weights\["prediction.text"\]/);
  });

  it('can be left out, and so can every kind of evidence', () => {
    const learned = learn(knowing(misleading, { leaveOut: ['learnedWeights'] }));
    expect(learned.predictNext(query)).toEqual(knowing(misleading).predictNext(query));
    const planned = learn(knowing(misleading, { leaveOut: ['learnedPlan'] }));
    expect(planned.suggest({ intent: 'send mail' })).toEqual(knowing(misleading).suggest({ intent: 'send mail' }));
    expect(planned.predictNext(query)).toEqual(learn(knowing(misleading)).predictNext(query));
    const withoutText = knowing(misleading, { leaveOut: ['text'] }).predictNext({ ...query, topK: 9 });
    expect(withoutText.predictions.flatMap(({ components }) => Object.keys(components))).not.toContain('text');
  });
});
