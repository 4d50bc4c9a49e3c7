import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput, Suggestion, SuggestionQuery } from '../types.js';

const letters = ['a', 'b', 'c', 'd'];

/** One call a letter, each needing the one before; what is followed by an exclamation mark failed. */
function ran(calls: string, intent = 'check the import job', executedAt = 0): ExecutionInput {
  const tasks = Array.from(calls.matchAll(/(\w)(!?)/g), ([, toolId, failure], index) => ({
    id: `t${index + 1}`,
    toolId: toolId!,
    success: failure === '',
    dependsOn: index === 0 ? [] : [`t${index}`],
  }));
  return { intent, success: true, executedAt, tasks };
}

function knowing(...executions: ExecutionInput[]) {
  const engine = createEngine();
  engine.upsertTools(
    letters.map((id) => ({ id, name: `tool ${id}`, readOnly: true, inputSchema: { type: 'object' } })),
  );
  engine.observe(executions);
  return engine;
}

const planFor = (query: string | SuggestionQuery, ...executions: ExecutionInput[]) =>
  knowing(...executions).suggest(typeof query === 'string' ? { intent: query } : query);
const tools = ({ dag }: Pick<Suggestion, 'dag'>) => dag.tasks.map(({ toolId }) => toolId).join('');
const needs = ({ dag }: Pick<Suggestion, 'dag'>) => dag.tasks.map(({ dependsOn }) => dependsOn.join());
const oneAfterTheOther = (count: number) =>
  Array.from({ length: count }, (_, index) => (index === 0 ? '' : `t${index}`));
const times = (count: number, execution: ExecutionInput) => Array.from({ length: count }, () => execution);

describe('a tool that runs again', () => {
  it('stands where it ran, also for an intent that is only near', () => {
    const asked = fc.constantFrom('check the import job', 'watch the import job of yesterday');
    const calls = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(asked, calls, fc.integer({ min: 1, max: 3 }), (intent, run, count) => {
        const plan = planFor(intent, ...times(count, ran(run.join(''))));
        expect(tools(plan)).toBe(run.join(''));
        expect(needs(plan)).toEqual(oneAfterTheOther(run.length));
      }),
    );
    const pages = `a${'b'.repeat(60)}c`;
    expect(tools(planFor({ intent: 'watch the import job of today', maxTasks: 100 }, ran(pages)))).toBe(pages);
  });

  it.each([
    [2, 3, 4],
    [1, 2, 3],
    [3, 5, 8],
  ])('in loops of %i, %i and %i is followed by what followed its last call', (...lengths) => {
    const plan = planFor(
      'check the import job',
      ...lengths.flatMap((length) => times(3, ran(`a${'b'.repeat(length)}c`))),
    );
    expect(tools(plan)).toMatch(/^ab+c$/);
    expect(needs(plan)).toEqual(oneAfterTheOther(plan.dag.tasks.length));
  });
});

describe('a call that failed', () => {
  it('and was repeated needed what its repetition needs', () => {
    const plan = planFor('check the import job', ...times(5, ran('ab!bc')));
    expect(tools(plan)).toBe('abc');
    expect(needs(plan)).toEqual(['', 't1', 't2']);
  });

  it('is no part of the plan where it fails mostly', () => {
    const plan = planFor('check the import job', ran('ad'), ...times(9, ran('a!bd', undefined, 1)));
    expect(tools(plan)).toBe('bd');
  });

  it('is a failure of the plan that it belongs to', () => {
    const worked = times(7, ran('ab', undefined, 1));
    const well = planFor('check the import job', ...worked);
    expect(well.mode).toBe('speculative');
    const once = planFor('check the import job', ...worked, ran('a!c', undefined, 2));
    expect(tools(once)).toBe('ab');
    expect(once.mode).toBe('suggestion');
    expect(once.rationale).toContain('a ran in 7 of 8.');
    expect(once.rationale.at(-1)).toBe('Since it last succeeded it failed once.');
    const again = planFor('check the import job', ...worked, ...times(3, ran('a!c', undefined, 2)));
    expect(again.mode).toBe('explicit');
  });
});

describe('an execution that failed', () => {
  const worked = times(7, ran('abcd', undefined, 1));
  const modeAfter = (...failures: ExecutionInput[]) => planFor('check the import job', ...worked, ...failures).mode;
  const failed = (calls: string, intent?: string) => ({ ...ran(calls, intent, 2), success: false });

  it('is a failure of the plan, however far it came and whatever was tried then', () => {
    expect(modeAfter()).toBe('speculative');
    for (const calls of ['a!', 'ab!', 'abc!', 'a!a!a!a!', 'a!x']) {
      expect(modeAfter(failed(calls)), calls).toBe('suggestion');
      expect(modeAfter(...times(3, failed(calls))), calls).toBe('explicit');
    }
  });

  it('is none where it was asked for something else, or did something else', () => {
    expect(modeAfter(...times(3, failed('a!', 'check whether the kitchen needs milk')))).toBe('speculative');
    const done = times(7, ran('ab', undefined, 1));
    expect(planFor('check the import job', ...done, ...times(3, failed('acd!'))).mode).toBe('speculative');
    expect(planFor('check the import job', ...done, ...times(3, failed('acb!'))).mode).toBe('explicit');
  });
});

describe('a clause', () => {
  it('of one word does not speak for what was done when nothing else was said', () => {
    const plan = planFor('ok, check the import job', ...times(3, ran('cd', 'ok')), ...times(3, ran('ab')));
    expect(tools(plan)).toBe('ab');
  });
});

describe('executions that a caller may not see', () => {
  it('take no place from those that he may', () => {
    const filter = ({ id }: { readonly id: string }) => id !== 'd';
    const known = times(5, ran('ab'));
    const query = { intent: 'check the import job', filter };
    const engine = knowing(...known);
    const alone = engine.suggest(query);
    engine.observe(times(20, ran('d')));
    expect(engine.suggest(query)).toEqual(alone);
  });

  it('but in part, do not outvote those that he may see in full, however many they are', () => {
    const mayUse = (letters: string) => (tool: { readonly id: string }) => letters.includes(tool.id);
    const engine = knowing(...times(5, ran('abd', undefined, 1)), ...times(60, ran('cad', undefined, 2)));
    const query = { intent: 'check the import job' };
    expect(tools(engine.suggest({ ...query, filter: mayUse('abd') }))).toBe('abd');
    expect(tools(engine.suggest({ ...query, filter: mayUse('cad') }))).toBe('cad');
  });

  it('and that did half of it, make no plan of the other half that is sure of itself', () => {
    const engine = knowing(...times(20, ran('abd')));
    const filter = ({ id }: { readonly id: string }) => id === 'd';
    const plan = engine.suggest({ intent: 'check the import job', filter });
    expect(plan).toMatchObject({ mode: 'explicit', confidence: 0 });
    expect(plan.rationale).toContain('10 of 10 ran something too that is not there now.');
    expect(JSON.stringify(plan)).not.toMatch(/"[ab]"/);
  });

  it('give way to nothing that was asked for something else', () => {
    const engine = knowing(...times(3, ran('abd', 'refund Ada')), ...times(12, ran('ca', 'invite Ada')));
    const filter = ({ id }: { readonly id: string }) => id !== 'b' && id !== 'd';
    const plan = engine.suggest({ intent: 'refund Ada', filter });
    expect(tools(plan)).toBe('a');
    expect(plan.mode).toBe('explicit');
    expect(plan.confidence).toBeLessThan(0.05);
  });

  it('take nothing from what was asked for less nearly and is there in full', () => {
    const letters = ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id === 'b' ? 'refund' : `tool ${id}` }));
    const engine = createEngine();
    engine.upsertTools(letters);
    const people = ['Ada Byron', 'Grace Hopper', 'Alan Turing', 'Barbara Liskov', 'Donald Knuth'];
    const id = (intent: string) => ({ id: intent });
    engine.observe(people.map((name) => ({ ...ran('ab', `refund ${name}`), ...id(name) })));
    engine.observe({ ...ran('cd', 'contract for Radia Perlman'), ...id('contract') });
    const planned = (hidden: string) =>
      tools(engine.suggest({ intent: 'refund Radia Perlman', filter: (tool) => !hidden.includes(tool.id) }));
    for (const hidden of ['', 'd', 'cd']) expect(planned(hidden)).toBe('ab');
  });

  it('do not tell what they were asked for, word by word', () => {
    const engine = knowing(...times(5, ran('ab', 'check the import job')), ran('d', 'dismiss Lovelace for theft'));
    const filter = ({ id }: { readonly id: string }) => id !== 'd';
    const answers = (word: string) => {
      const intent = `check the import ${word}`;
      const { dag, confidence, mode } = engine.suggest({ intent, filter });
      const reasons = dag.tasks.map(({ reason }) => reason);
      return [
        { reasons, confidence, mode },
        engine.predictNext({ intent, executed: [], filter }),
        engine.search({ text: intent, filter, explain: true }),
      ];
    };
    for (const word of ['Lovelace', 'theft', 'dismiss']) expect(answers(word)).toEqual(answers('Hopper'));
    // Who may see it is answered by it.
    expect(engine.predictNext({ intent: 'Lovelace', executed: [] })).not.toEqual(
      engine.predictNext({ intent: 'Hopper', executed: [] }),
    );
  });

  it('and that failed in it change nothing about what he may see of an execution', () => {
    const filter = ({ id }: { readonly id: string }) => id !== 'd';
    const answer = (...executions: ExecutionInput[]) =>
      knowing(...executions).suggest({ intent: 'check the import job', filter, anonymous: true });
    const worked = times(5, ran('adb', undefined, 1));
    expect(answer(...worked, ran('ad!c', undefined, 2))).toEqual(answer(...worked, ran('adc', undefined, 2)));
  });
});

describe('a plan that is cut short', () => {
  it('before what somebody ran is a plan from executions all the same', () => {
    const engine = knowing(...times(10, ran('bc')));
    engine.addDependencies([{ from: 'a', to: 'b', source: 'user' }]);
    const plan = engine.suggest({ intent: 'check the import job', maxTasks: 1 });
    expect(plan).toMatchObject({ basis: 'executions', dag: { tasks: [{ toolId: 'a' }] } });
    expect(plan.rationale).toContain('a is declared to run before b.');
  });

  it('is no surer than its least sure tool, and neither are its alternatives', () => {
    const runs = fc.array(fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 5 }), { maxLength: 4 });
    const declared = fc.array(fc.tuple(fc.constantFrom(...letters), fc.constantFrom(...letters)), { maxLength: 3 });
    fc.assert(
      fc.property(runs, declared, fc.integer({ min: 1, max: 4 }), (all, edges, maxTasks) => {
        const engine = knowing(...all.map((run) => ran(run.join(''))));
        engine.addDependencies(
          edges.filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to, source: 'user' })),
        );
        const suggestion = engine.suggest({ intent: 'check the import job', maxTasks, alternatives: 3 });
        for (const { dag, confidence } of [suggestion, ...suggestion.alternatives]) {
          const firstCalls = new Map(dag.tasks.toReversed().map(({ toolId, reason }) => [toolId, reason.probability]));
          expect(confidence).toBeLessThanOrEqual(Math.min(1, ...firstCalls.values()));
        }
      }),
    );
  });
});
