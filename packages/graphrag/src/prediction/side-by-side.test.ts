import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionTaskInput } from '../types.js';

const people = ['Ada', 'Bob', 'Cyd', 'Dora', 'Emil'];
const both = ['find_customer', 'find_free_slot'] as const;

type Times = 'none' | 'sequential' | 'overlapping';

function timesOf(times: Times, place: number, from: number): Partial<ExecutionTaskInput> {
  if (times === 'none') return {};
  const step = times === 'overlapping' && place < both.length ? 10 : 1_000;
  return { startedAt: from + place * step, endedAt: from + place * step + 900 };
}

/** 25 meetings, for which two tools that need nothing of each other are asked first, beside 25 refunds. */
function engineOf(times: Times, isStated = true) {
  const engine = createEngine();
  const names = [...both, 'create_event', 'send_email', 'find_orders', 'refund_order'];
  engine.upsertTools(names.map((name) => ({ id: name, name, description: name.replaceAll('_', ' ') })));
  const needs = (...ids: string[]) => (isStated ? { dependsOn: ids } : {});
  for (let round = 0; round < 25; round++) {
    const person = people[round % people.length];
    const from = 10_000 * (round + 1);
    const task = (id: string, place: number, ...ids: string[]) => ({
      ...{ id, toolId: id, ...needs(...ids), ...timesOf(times, place, from) },
    });
    const meeting = [
      task(both[0], 0),
      task(both[1], 1),
      task('create_event', 2, ...both),
      task('send_email', 3, 'create_event'),
    ];
    const refund = ['find_customer', 'find_orders', 'refund_order'].map((id, place, all) =>
      task(id, place, ...all.slice(0, place).slice(-1)),
    );
    engine.observe([
      { intent: `schedule a meeting with ${person}`, success: true, executedAt: from, tasks: meeting },
      { intent: `refund ${person}`, success: true, executedAt: from + 5_000, tasks: refund },
    ]);
  }
  return engine;
}

const intent = 'schedule a meeting with Zoe';
const next = (engine: ReturnType<typeof engineOf>, executed: readonly string[], query: { context?: string[] } = {}) =>
  engine.predictNext({ intent, executed, ...query }).predictions[0];

describe.each(['none', 'sequential', 'overlapping'] as const)('tasks that a caller joins (times: %s)', (times) => {
  const engine = engineOf(times);

  it('come one after the other, whichever of them is first, and then what needs both', () => {
    expect(next(engine, ['find_customer'])?.toolId).toBe('find_free_slot');
    expect(next(engine, ['find_free_slot'])?.toolId).toBe('find_customer');
    expect(next(engine, both)?.toolId).toBe('create_event');
    expect(next(engine, both.toReversed())?.toolId).toBe('create_event');
  });

  it('do not come again where none ever ran twice', () => {
    const { predictions } = engine.predictNext({ intent, executed: both.toReversed(), topK: 9 });
    const again = predictions.filter(({ toolId }) => both.includes(toolId as (typeof both)[number]));
    expect(again.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThan(0.05);
  });

  it('need nothing of each other in a plan', () => {
    const { tasks } = engine.suggest({ intent }).dag;
    const needs = new Map(tasks.map(({ toolId, dependsOn }) => [toolId, dependsOn.length]));
    expect(needs).toEqual(new Map([...both.map((id) => [id, 0] as const), ['create_event', 2], ['send_email', 1]]));
  });
});

describe('what a tool needs', () => {
  it('comes before it, also without an intent, unless it is in use', () => {
    const engine = engineOf('sequential');
    const of = (context: string[]) => engine.predictNext({ executed: ['find_free_slot'], context }).predictions[0];
    expect(of([])?.toolId).toBe('find_customer');
    expect(of([])?.components.dependency).toBeGreaterThan(0.5);
    expect(of(['find_customer'])?.toolId).toBe('create_event');
  });

  it('comes before it where a user declared so, and mostly stays behind where executions did without it', () => {
    const engine = engineOf('none', false);
    expect(next(engine, ['find_customer', 'find_orders'])?.toolId).toBe('refund_order');
    engine.addDependencies([{ from: 'send_email', to: 'refund_order', source: 'hint' }]);
    expect(next(engine, ['find_customer', 'find_orders'])?.toolId).toBe('refund_order');
    engine.upsertTools([{ id: 'check_fraud', name: 'check_fraud', description: 'Score a payment' }]);
    engine.upsertTools([{ id: 'pay_out', name: 'pay_out', description: 'Pay a winner out' }]);
    engine.addDependencies([{ from: 'check_fraud', to: 'pay_out', source: 'user' }]);
    engine.observe({ intent: 'pay Ada out', success: true, executedAt: 1e6, tasks: [{ toolId: 'pay_out' }] });
    const { predictions } = engine.predictNext({ intent: 'pay Bob out', executed: [], topK: 9 });
    const chanceOf = (id: string) => predictions.find(({ toolId }) => toolId === id)?.probability ?? 0;
    expect(chanceOf('check_fraud')).toBeGreaterThan(4 * chanceOf('pay_out'));
  });
});
