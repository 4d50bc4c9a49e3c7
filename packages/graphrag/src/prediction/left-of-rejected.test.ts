import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput } from '../types.js';

const usual = ['find_order', 'refund_order', 'send_mail'];
const customers = ['ada', 'grace', 'edsger', 'barbara', 'alan', 'john', 'donald'];
const intentOf = (round: number) => `refund the last order of ${customers[round % customers.length]}`;

const ran = (toolIds: readonly string[], rest: Partial<ExecutionInput> = {}): ExecutionInput => ({
  success: true,
  tasks: toolIds.map((toolId) => ({ toolId })),
  ...rest,
});

/** A user who always mailed, after whom somebody deletes the mail from each plan, so many times. */
function engineOf(deletions: number, { isProposed = true, past = {} as Partial<ExecutionInput>, success = true } = {}) {
  const engine = createEngine();
  engine.upsertTools(
    [...usual, 'close_ticket'].map((name) => ({ id: name, name, description: name.replace('_', ' ') })),
  );
  engine.observe([
    ...Array.from({ length: 20 }, (_, round) =>
      ran(usual, { intent: intentOf(round), executedAt: round + 1, ...past }),
    ),
    ...Array.from({ length: deletions }, (_, round) =>
      ran(usual.slice(0, 2), {
        ...{ success, intent: intentOf(round), executedAt: 100 + round },
        ...(isProposed && { proposed: usual }),
      }),
    ),
  ]);
  return engine;
}

const asked = { executed: usual.slice(0, 2), intent: intentOf(3), topK: 9 };

function chanceOfMail(engine: ReturnType<typeof engineOf>, executed = asked.executed) {
  const { predictions, stop } = engine.predictNext({ ...asked, executed });
  const mail = predictions.find(({ toolId }) => toolId === 'send_mail')?.probability ?? 0;
  return { mail, stop, predictions };
}

const roundsUntilGone = (more: Parameters<typeof engineOf>[1]) =>
  Array.from({ length: 30 }, (_, round) => round).find((round) => {
    const { mail, stop } = chanceOfMail(engineOf(round, more));
    return mail < stop;
  });

describe('what users delete from plans', () => {
  it('is not foreseen any more after some rounds, sooner than old executions are outnumbered', () => {
    const linked = roundsUntilGone({})!;
    expect(linked).toBeGreaterThan(1);
    expect(linked).toBeLessThanOrEqual(6);
    expect(roundsUntilGone({ isProposed: false }) ?? Infinity).toBeGreaterThan(linked);
  });

  it('loses the less the oftener it was accepted, and nothing by failures', () => {
    const accepted = { past: { proposed: usual } };
    expect(roundsUntilGone(accepted)!).toBeGreaterThan(roundsUntilGone({})!);
    expect(chanceOfMail(engineOf(0, accepted))).toEqual(chanceOfMail(engineOf(0)));
    const failed = chanceOfMail(engineOf(6, { success: false }));
    expect(failed).toEqual(chanceOfMail(engineOf(0)));
  });

  it('leaves what it loses to all else, the end among it, and components that add up', () => {
    const { mail, stop, predictions } = chanceOfMail(engineOf(4));
    expect(stop).toBeGreaterThan(chanceOfMail(engineOf(4, { isProposed: false })).stop);
    expect(predictions.reduce((sum, { probability }) => sum + probability, stop)).toBeCloseTo(1, 9);
    const { components } = predictions.find(({ toolId }) => toolId === 'send_mail')!;
    expect(Object.values(components).reduce((sum, part) => sum + part, 0)).toBeCloseTo(mail, 9);
  });

  it('is a call of a tool, of which others may be wanted', () => {
    const twice = ['find_order', 'send_mail', 'refund_order', 'send_mail'];
    const engineAfter = (proposed: readonly string[] | undefined) => {
      const engine = engineOf(0, { past: { tasks: twice.map((toolId) => ({ toolId })) } });
      engine.observe(
        Array.from({ length: 4 }, (_, round) =>
          ran(twice.slice(0, 3), { intent: intentOf(round), executedAt: 200 + round, proposed }),
        ),
      );
      return engine;
    };
    const chanceOf = (proposed: readonly string[] | undefined, calls: number) =>
      chanceOfMail(engineAfter(proposed), twice.slice(0, calls)).mail;
    expect(chanceOf(twice, 1)).toBe(chanceOf(undefined, 1));
    expect(chanceOf(twice, 3)).toBeLessThan(chanceOf(undefined, 3));
  });

  it('says nothing about what is asked for in other words, though nothing is nearer', () => {
    const query = { executed: [], intent: 'send a mail about the newsletter', topK: 9 };
    const linked = engineOf(8).predictNext(query);
    const unlinked = engineOf(8, { isProposed: false }).predictNext(query);
    const chanceIn = ({ predictions }: typeof linked) =>
      predictions.find(({ toolId }) => toolId === 'send_mail')?.probability ?? 0;
    expect(chanceIn(unlinked)).toBeGreaterThan(0);
    expect(chanceIn(linked)).toBeGreaterThan(0.9 * chanceIn(unlinked));
  });

  it('comes back when it runs again', () => {
    const engine = engineOf(8);
    expect(chanceOfMail(engine).mail).toBeLessThan(chanceOfMail(engine).stop);
    engine.observe(
      Array.from({ length: 15 }, (_, round) => ran(usual, { intent: intentOf(round), executedAt: 300 + round })),
    );
    expect(chanceOfMail(engine).mail).toBeGreaterThan(chanceOfMail(engine).stop);
  });
});
