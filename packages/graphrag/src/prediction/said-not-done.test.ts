import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput, PredictionQuery } from '../types.js';

const names = ['Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Linus', 'Margaret', 'Ken'];
const refund = ['billing:find_customer', 'billing:list_invoices', 'billing:refund_invoice'];
const post = ['text:summarize', 'chat:post_message'];
const parcel = ['billing:find_customer', 'shop:track_parcel'];
const deploy = ['git:run_tests', 'git:deploy'];

/** What users ask for, in the words of each, and what they run then. */
const jobs = [
  [refund, (name: string) => [`refund ${name}'s last invoice`, `please refund the last invoice of ${name}`]],
  [post, (name: string) => ['post a summary to the team channel', `post a summary of ${name} to the team channel`]],
  [parcel, (name: string) => [`track the newest parcel of ${name}`, `where is the newest parcel of ${name}`]],
  [deploy, () => ['deploy main to staging', 'run the tests and deploy main to staging']],
] as const;

function engineOf(perJob: number, isLearned = false, more: readonly ExecutionInput[] = []) {
  const engine = createEngine();
  engine.upsertTools(
    Array.from(new Set([...refund, ...post, ...parcel, ...deploy]), (id) => {
      const [server, name] = id.split(':') as [string, string];
      return { id, server, name, description: name.replace('_', ' ') };
    }),
  );
  const history = Array.from({ length: perJob }, (_, index) =>
    jobs.map(([toolIds, textsOf], job) => {
      const texts = textsOf(names[index % names.length]!);
      return ran(toolIds, texts[index % texts.length]!, { id: `${job} ${index}`, executedAt: 10 * index + job + 1 });
    }),
  );
  engine.observe([...history.flat(), ...more]);
  if (isLearned) {
    const pieces = engine.learnWeights();
    while (pieces.next().done !== true);
  }
  return engine;
}

const ran = (toolIds: readonly string[], intent: string, rest: Partial<ExecutionInput> = {}): ExecutionInput => ({
  success: true,
  intent,
  tasks: toolIds.map((toolId) => ({ toolId })),
  ...rest,
});

const after = (engine: ReturnType<typeof engineOf>, query: PredictionQuery) => {
  const { predictions, stop } = engine.predictNext({ topK: 99, ...query });
  return { next: predictions[0]?.toolId, probability: predictions[0]?.probability ?? 0, stop, predictions };
};

const both = "refund Ada's last invoice and then post a summary to the team channel";

describe('what was said and not done', () => {
  it.each([
    [5, false],
    [12, false],
    [40, false],
    [12, true],
    [40, true],
  ])(
    'follows the first of two jobs that were done %i times each and never together (weights learned: %s)',
    (times, isLearned) => {
      const engine = engineOf(times, isLearned);
      const done = after(engine, { intent: both, executed: refund });
      expect(done.next).toBe('text:summarize');
      expect(done.probability).toBeGreaterThan(0.5);
      expect(done.stop).toBeLessThan(0.3);
      expect(after(engine, { intent: both, executed: [...refund, 'text:summarize'] }).next).toBe('chat:post_message');
      expect(after(engine, { intent: both, executed: [...refund, ...post] }).stop).toBeGreaterThan(0.8);
      // Whoever does the second first has the first still to do.
      expect(after(engine, { intent: both, executed: post }).next).toBe(refund[0]);
    },
  );

  it('goes through three jobs in the order in which they are said', () => {
    const engine = engineOf(12);
    const intent = `deploy main to staging, ${both}`;
    expect(after(engine, { intent, executed: deploy }).next).toBe(refund[0]);
    expect(after(engine, { intent, executed: [...deploy, ...refund] }).next).toBe(post[0]);
  });

  it('is as sure as what was asked for is known', () => {
    const stopAfter = (times: number) => after(engineOf(times), { intent: both, executed: refund }).stop;
    expect(stopAfter(4)).toBeLessThan(stopAfter(2));
    expect(stopAfter(20)).toBeLessThan(stopAfter(4));
  });

  it('goes on with what is left of a job that begins as the one before did', () => {
    const engine = engineOf(12, true);
    const intent = 'refund the last invoice of Ada, then track the newest parcel of Ada';
    const done = after(engine, { intent, executed: refund });
    expect(done.next).toBe('shop:track_parcel');
    expect(done.stop).toBeLessThan(0.5);
    expect(after(engine, { intent, executed: [...refund, 'shop:track_parcel'] }).stop).toBeGreaterThan(0.8);
  });

  it('is what those say who were asked for all of it, where there are some', () => {
    const intent = both.replace('Ada', 'Alan');
    const together = Array.from({ length: 6 }, (_, index) => ran(refund, intent, { executedAt: 1_000 + index }));
    expect(after(engineOf(12, false, together), { intent: both, executed: refund }).stop).toBeGreaterThan(0.6);
  });

  it('ends where one job is done that is all that was asked for', () => {
    const engine = engineOf(12, true);
    for (const intent of ["refund Ada's last invoice", "Hi there, please refund Ada's last invoice!"]) {
      expect(after(engine, { intent, executed: refund }).stop).toBeGreaterThan(0.8);
    }
  });

  it('adds up, with components that do, and names nothing that is hidden', () => {
    const query = { intent: both, executed: refund, topK: 99 };
    for (const engine of [engineOf(12), engineOf(12, true)]) {
      const { predictions, stop } = engine.predictNext(query);
      expect(predictions.reduce((sum, { probability }) => sum + probability, stop)).toBeCloseTo(1, 9);
      for (const { probability, components } of predictions) {
        expect(Object.values(components).reduce((sum, part) => sum + part, 0)).toBeCloseTo(probability, 9);
      }
      const hidden = engine.predictNext({ ...query, filter: ({ server }) => server !== 'text' && server !== 'chat' });
      expect(hidden.predictions.map(({ toolId }) => toolId)).not.toContain('text:summarize');
      expect(hidden.stop).toBeGreaterThan(0.8);
    }
  });
});
