import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput, Suggestion } from '../types.js';

const names = ['find_order', 'refund_order', 'send_mail', 'list_products', 'create_invoice'];

function knowing(...executions: ExecutionInput[]) {
  const engine = createEngine();
  engine.upsertTools(
    names.map((name) => ({
      id: `shop:${name}`,
      name,
      description: `${name.replace('_', ' ')} in the shop`,
      readOnly: true,
      inputSchema:
        name === 'list_products' ? { type: 'object' } : { properties: { id: { type: 'string' } }, required: ['id'] },
    })),
  );
  engine.observe(executions);
  return engine;
}

/** A chain: each task needs the one before it. */
function chain(intent: string, toolNames: readonly string[], success = true): ExecutionInput {
  const tasks = toolNames.map((name, index) => ({
    id: `t${index + 1}`,
    toolId: `shop:${name}`,
    dependsOn: index === 0 ? [] : [`t${index}`],
  }));
  return { intent, success, tasks };
}

const tools = ({ dag }: Pick<Suggestion, 'dag'>) => dag.tasks.map(({ toolId }) => toolId.slice('shop:'.length));
const refund = chain('give the money back', ['find_order', 'refund_order', 'send_mail']);
const intent = 'please give the money back';

describe('suggest', () => {
  it('proposes what the executions with the nearest intents did, in their order', () => {
    const plan = knowing(refund, refund, chain('bill the customer', ['find_order', 'create_invoice'])).suggest({
      intent,
    });
    expect(tools(plan)).toEqual(['find_order', 'refund_order', 'send_mail']);
    expect(plan.dag.tasks.map(({ dependsOn }) => dependsOn)).toEqual([[], ['t1'], ['t2']]);
    expect(plan.basis).toBe('executions');
    expect(plan.rationale).toEqual([
      '2 executions with an intent near this one succeeded; the nearest, “give the money back”, ran shop:find_order, shop:refund_order and shop:send_mail.',
      'shop:find_order ran in 2 of 2.',
      'shop:refund_order ran in 2 of 2.',
      'shop:send_mail ran in 2 of 2.',
    ]);
  });

  it('keeps repeats of a tool that most of the nearest executions have', () => {
    const twice = chain('mail both of them', ['send_mail', 'send_mail']);
    const plan = knowing(twice, twice, chain('mail both of them', ['send_mail'])).suggest({ intent: 'mail both' });
    expect(tools(plan)).toEqual(['send_mail', 'send_mail']);
    expect(plan.dag.tasks[1]?.dependsOn).toEqual(['t1']);
    const dozen = chain(
      'mail all of them',
      Array.from({ length: 12 }, () => 'send_mail'),
    );
    const { dag } = knowing(dozen).suggest({ intent: 'mail all of them', maxTasks: 11 });
    expect(dag.tasks.map(({ dependsOn }) => dependsOn)).toEqual([
      [],
      ...dag.tasks.slice(1).map((_, index) => [`t${index + 1}`]),
    ]);
  });

  it.each(['aba', 'abac', 'abca', 'abab', 'abcb', 'aab', 'aaab', 'cabab', 'abaca'])(
    'runs tools again where they ran again: %s',
    (letters) => {
      const steps = Array.from(letters, (letter) => names['abc'.indexOf(letter)]!);
      for (const count of [1, 12]) {
        const engine = knowing(...Array.from({ length: count }, () => chain('check the shop', steps)));
        const plan = engine.suggest({ intent: 'check the shop' });
        expect(tools(plan)).toEqual(steps);
        expect(plan.dag.tasks.map(({ dependsOn }) => dependsOn)).toEqual(
          steps.map((_, index) => (index === 0 ? [] : [`t${index}`])),
        );
      }
    },
  );

  it('begins a plan that has more steps than it may, and says that more would follow', () => {
    const letters = Array.from('zyxwvutsrqponmlkjihgfedcba');
    const engine = createEngine();
    engine.upsertTools(letters.map((name) => ({ id: `shop:${name}`, name })));
    engine.observe([1, 2, 3].map(() => chain('release it', letters)));
    for (const maxTasks of [undefined, 3, 1]) {
      const count = maxTasks ?? 20;
      const plan = engine.suggest({ intent: 'release it', maxTasks });
      expect(tools(plan)).toEqual(letters.slice(0, count));
      expect(plan.dag.tasks.map(({ dependsOn }) => dependsOn)).toEqual(
        letters.slice(0, count).map((_, index) => (index === 0 ? [] : [`t${index}`])),
      );
      expect(plan.rationale.at(-1)).toBe(
        `It is the beginning of a longer plan: ${26 - count} tasks would follow, shop:${letters[count]} first.`,
      );
    }
    expect(engine.suggest({ intent: 'release it', maxTasks: 26 }).rationale.at(-1)).toBe('shop:a ran in 3 of 3.');
  });

  it('runs ahead no task that hardly would run, and is no surer of a set than of each of its tools', () => {
    const times = [1, 3, 2, 4, 2, 1, 4, 3, 2, 3];
    const waits = times.map((count) => chain('wait for it', [...Array(count).fill('find_order'), 'list_products']));
    const engine = createEngine();
    engine.upsertTools(['find_order', 'list_products'].map((name) => ({ id: `shop:${name}`, name, readOnly: true })));
    for (let round = 0; round < 4; round++) engine.observe(waits);
    const learning = engine.learnWeights();
    while (learning.next().done !== true);
    const plan = engine.suggest({ intent: 'wait for it' });
    expect(plan.confidence).toBeGreaterThan(0.7);
    expect(Math.min(...plan.dag.tasks.map(({ reason }) => reason.probability))).toBeLessThan(0.7);
    expect(plan.mode).toBe('suggestion');
    fc.assert(
      fc.property(fc.array(fc.subarray(names, { minLength: 1 }), { minLength: 1, maxLength: 9 }), (runs) => {
        const { confidence, dag } = knowing(...runs.map((run) => chain('give the money back', run))).suggest({
          intent,
        });
        for (const { reason } of dag.tasks) expect(confidence).toBeLessThanOrEqual(reason.probability);
      }),
    );
  });

  it('plans what was meant to run, not what ran because it failed', () => {
    const deploy = (outcome: 'worked' | 'failed'): ExecutionInput => ({
      intent: 'bill the customer',
      success: true,
      tasks: [
        { id: 'bill', toolId: 'shop:create_invoice', success: outcome === 'worked' },
        { id: 'list', toolId: 'shop:list_products', dependsOn: ['bill'] },
        { toolId: outcome === 'worked' ? 'shop:send_mail' : 'shop:refund_order', dependsOn: ['bill'] },
      ],
    });
    const bill = { intent: 'bill the customer' };
    const plan = knowing(deploy('worked'), deploy('failed'), deploy('worked'), deploy('failed')).suggest(bill);
    expect(tools(plan)).toEqual(['create_invoice', 'list_products', 'send_mail']);
    expect(plan.rationale[0]).toContain(
      'ran shop:create_invoice (which failed), shop:list_products and shop:refund_order.',
    );
    // Where it never worked, what came in its place is all that is known.
    expect(tools(knowing(deploy('failed'), deploy('failed')).suggest(bill))).toEqual(['list_products', 'refund_order']);
  });

  it('abstains where search does: where no word is known, and no tool stands out by meaning', () => {
    const engine = createEngine();
    engine.upsertTools(
      Array.from({ length: 40 }, (_, number) => ({
        id: `shop:${number}`,
        name: `x${number}`,
        embedding: [1, number / 1_000],
      })),
    );
    engine.observe(chain('send the bill', ['1', '2']));
    const nonsense = { intent: 'wubbalubba', embedding: [0.3, 1] };
    const reason = 'low_confidence';
    expect(engine.search({ text: nonsense.intent, embedding: nonsense.embedding })).toEqual({
      results: [],
      abstained: { reason },
    });
    expect(engine.suggest(nonsense)).toMatchObject({ dag: { tasks: [] }, abstained: { reason } });
    expect(tools(engine.suggest({ intent: 'x7' }))).toEqual(['7']);
    // What somebody did for it speaks for it.
    engine.observe(chain(nonsense.intent, ['3', '4']));
    expect(tools(engine.suggest(nonsense))).toEqual(['3', '4']);
  });

  it('abstains where nothing but a name is in common with what was asked for', () => {
    const customers = ['Ada Byron', 'Bob Stone', 'Dora Vale', 'Finn Park'];
    const jobs: [string, string[]][] = [
      ['give the money back to', ['find_order', 'refund_order', 'send_mail']],
      ['draw up what is owed by', ['list_products', 'create_invoice']],
      ['remind', ['send_mail']],
      ['show what is on offer to', ['list_products']],
      ['look into the complaint of', ['find_order']],
    ];
    const history = jobs.flatMap(([what, steps]) => customers.map((who) => chain(`${what} ${who}`, steps)));
    const engine = knowing(...history, ...history);
    for (const asked of ['bake a cake for Ada Byron', 'sing a song for Finn', 'write a poem about Bob']) {
      expect(engine.suggest({ intent: asked })).toMatchObject({
        dag: { tasks: [] },
        basis: 'none',
        abstained: { reason: 'low_confidence' },
      });
    }
    expect(tools(engine.suggest({ intent: 'give the money back to Zoe Quinn' }))).toEqual([
      'find_order',
      'refund_order',
      'send_mail',
    ]);
  });

  it('believes in what is declared to run before as in what needs it', () => {
    const engine = knowing(refund, refund, refund);
    const before = engine.suggest({ intent });
    engine.addDependencies([{ from: 'shop:list_products', to: 'shop:refund_order', source: 'user' }]);
    const plan = engine.suggest({ intent });
    expect(tools(plan)).toContain('list_products');
    const probability = (name: string) =>
      plan.dag.tasks.find(({ toolId }) => toolId === `shop:${name}`)!.reason.probability;
    expect(probability('list_products')).toBe(probability('refund_order'));
    expect(plan.confidence).toBeGreaterThan(before.confidence / 2);
  });

  it('searches where nothing ran, and adds what is declared to run before', () => {
    const engine = knowing();
    expect(tools(engine.suggest({ intent: 'refund the order' }))).toEqual(['refund_order']);
    engine.addDependencies([{ from: 'shop:find_order', to: 'shop:refund_order', source: 'user' }]);
    const plan = engine.suggest({ intent: 'refund the order' });
    expect(tools(plan)).toEqual(['find_order', 'refund_order']);
    expect(plan.dag.tasks[1]?.dependsOn).toEqual(['t1']);
    expect(plan.basis).toBe('search');
    expect(plan.rationale).toEqual([
      'shop:find_order is declared to run before shop:refund_order.',
      'shop:refund_order matches the words of the intent.',
    ]);
  });

  it('says so where a task needs another by a guess alone', () => {
    const engine = knowing(...Array.from({ length: 20 }, () => chain('mind the gap', ['find_order', 'refund_order'])));
    const guess = 'That shop:create_invoice needs shop:list_products is a guess: nothing shows it.';
    const asked = { intent: 'list the products, then create the invoice' };
    const plan = engine.suggest(asked);
    expect(plan.dag.tasks.map(({ dependsOn }) => dependsOn)).toEqual([[], ['t1']]);
    expect(plan.rationale).toContain(guess);
    engine.addDependencies([{ from: 'shop:list_products', to: 'shop:create_invoice', source: 'hint' }]);
    expect(engine.suggest(asked).rationale).not.toContain(guess);
  });

  const bill = chain('send the bill of this month', ['create_invoice', 'send_mail']);
  const times = (count: number, execution: ExecutionInput) => Array.from({ length: count }, () => execution);

  it.each([3, 12, 30])('does both of two things that are asked for at once, each done %i times', (count) => {
    const engine = knowing(...times(count, refund), ...times(count + 9, bill));
    const plan = engine.suggest({ intent: 'Send the bill of last month, then give the money back.' });
    expect(tools(plan).toSorted()).toEqual(['create_invoice', 'find_order', 'refund_order', 'send_mail']);
    // What either needed, it needs here.
    const taskOf = (name: string) => plan.dag.tasks.find(({ toolId }) => toolId === `shop:${name}`)!;
    expect(taskOf('refund_order').dependsOn).toContain(taskOf('find_order').id);
    expect(taskOf('send_mail').dependsOn).toContain(taskOf('create_invoice').id);
  });

  it('hears what is asked for in the middle of a letter', () => {
    const engine = knowing(...times(3, refund), ...times(3, bill));
    const alone = engine.suggest({ intent: 'Give the money back.' });
    const letter = engine.suggest({
      intent:
        'Good morning, I hope that you had a nice weekend with your family. Please give the money back! ' +
        'It was a pleasure to hear from you, many thanks for your help with everything, and see you in spring.',
    });
    expect(tools(letter)).toEqual(tools(alone));
    expect(letter.confidence).toBeGreaterThan(alone.confidence / 2);
  });

  it('lists every required argument as missing and invents none', () => {
    const [task] = knowing().suggest({ intent: 'refund the order' }).dag.tasks;
    expect(task).toMatchObject({ arguments: {}, missing: [{ name: 'id', schema: { type: 'string' } }] });
  });

  it('is surer the more near executions agree, and less sure after a failure', () => {
    const confidence = (...executions: ExecutionInput[]) => knowing(...executions).suggest({ intent }).confidence;
    const failure = chain('give the money back', ['find_order', 'refund_order', 'send_mail'], false);
    const other = chain('give the money back', ['create_invoice', 'list_products']);
    expect(confidence(refund, refund, refund)).toBeGreaterThan(confidence(refund));
    expect(confidence(refund, refund, refund)).toBeGreaterThan(confidence(refund, refund, other));
    expect(confidence(refund, refund, refund)).toBeGreaterThan(confidence(refund, refund, refund, failure));
    expect(knowing(refund, failure).suggest({ intent }).rationale.at(-1)).toBe(
      '1 execution near this intent failed with tools of this plan.',
    );
  });

  it('does what a user with one habit always does, whatever the name in the intent', () => {
    const steps = ['find_order', 'refund_order', 'send_mail'];
    for (const count of [1, 2, 5, 45]) {
      const engine = knowing(
        ...Array.from({ length: count }, (_, number) => chain(`refund order ${number} of Ada`, steps)),
      );
      expect(tools(engine.suggest({ intent: 'refund the order of Bob' })), `${count} executions`).toEqual(steps);
    }
  });

  it('tells of every task why it is there', () => {
    const engine = knowing({ ...refund, id: 'first' }, { ...refund, id: 'second' });
    engine.addDependencies([{ from: 'shop:create_invoice', to: 'shop:send_mail', source: 'user' }]);
    const { tasks } = engine.suggest({ intent }).dag;
    const reasonOf = (name: string) => tasks.find(({ toolId }) => toolId === `shop:${name}`)!.reason;
    expect(reasonOf('find_order')).toMatchObject({ executions: ['second', 'first'], requiredBy: [] });
    expect(reasonOf('find_order').votes).toBeGreaterThan(0.5);
    expect(reasonOf('find_order').explanation).toBeUndefined();
    expect(reasonOf('create_invoice')).toMatchObject({ executions: [], votes: 0, requiredBy: ['shop:send_mail'] });
    const [match] = knowing().suggest({ intent: 'list products', explain: true }).dag.tasks;
    expect(match!.reason).toMatchObject({ executions: [], votes: 0, requiredBy: [], explanation: {} });
    expect(match!.reason.match).toBeGreaterThan(0);
  });

  it('plans nothing that is required by declaration and has run: a tool in use, and what only that needs', () => {
    const engine = knowing();
    engine.addDependencies([
      { from: 'shop:send_mail', to: 'shop:list_products', source: 'user' },
      { from: 'shop:list_products', to: 'shop:refund_order', source: 'user' },
    ]);
    const planned = (context: string[]) => tools(engine.suggest({ intent: 'refund', context, alternatives: 0 }));
    expect(planned([])).toEqual(['send_mail', 'list_products', 'refund_order']);
    expect(planned(['shop:send_mail'])).toEqual(['list_products', 'refund_order']);
    expect(planned(['shop:list_products'])).toEqual(['refund_order']);
  });

  it('lets what tools in use lead to into a plan, where they are named', () => {
    const engine = knowing(...Array.from({ length: 9 }, () => chain('x', ['create_invoice', 'send_mail'])));
    const query = { intent: 'wubbalubba' };
    expect(engine.suggest(query).abstained).toEqual({ reason: 'no_match' });
    expect(engine.suggest({ ...query, context: ['nobody knows'] }).abstained).toEqual({ reason: 'no_match' });
    expect(tools(engine.suggest({ ...query, context: ['shop:create_invoice'] }))).toEqual(['send_mail']);
  });

  it('says how probable the whole is, and how much of it to expect', () => {
    fc.assert(
      fc.property(fc.subarray(names, { minLength: 1 }), fc.subarray(names, { minLength: 1 }), (one, other) => {
        const engine = knowing(chain('give the money back', one), chain('give money', other));
        const { confidence, expectedNodeF1 } = engine.suggest({ intent });
        for (const share of [confidence, expectedNodeF1]) {
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
    expect(createEngine().suggest({ intent })).toMatchObject({ confidence: 0, expectedNodeF1: 0 });
  });

  it('runs ahead only what is sure, complete and changes nothing, and asks about what is unsure', () => {
    const list = chain('show what we sell', ['list_products']);
    const sure = knowing(...Array.from({ length: 9 }, () => list)).suggest({ intent: 'show what we sell' });
    expect(sure.confidence).toBeGreaterThanOrEqual(0.7);
    expect(sure.mode).toBe('speculative');
    const changing = createEngine();
    changing.upsertTools([{ id: 'shop:wipe', name: 'wipe' }]);
    changing.observe(Array.from({ length: 60 }, () => chain('clean up the test database', ['wipe'])));
    expect(changing.suggest({ intent: 'clean up the production database' }).mode).toBe('suggestion');
    const incomplete = knowing(...Array.from({ length: 9 }, () => refund)).suggest({ intent: 'give the money back' });
    expect(incomplete.confidence).toBeGreaterThanOrEqual(0.7);
    expect(incomplete.mode).toBe('suggestion');
    // However well the words match, what never ran is proposed and not run ahead.
    const unheard = createEngine();
    unheard.upsertTools([{ id: 'shop:list_products', name: 'list_products' }]);
    expect(unheard.suggest({ intent: 'list products' })).toMatchObject({ basis: 'search', mode: 'suggestion' });
    const unsure = knowing().suggest({ intent: 'in some way or other the products of this fine old shop' });
    expect(unsure.confidence).toBeLessThan(0.5);
    expect(unsure.mode).toBe('explicit');
  });

  it('runs ahead only where it is known of every argument that a tool takes', () => {
    const modeOf = (inputSchema: object | undefined) => {
      const engine = createEngine();
      engine.upsertTools([{ id: 'logs:search', name: 'search', readOnly: true, inputSchema }]);
      const tasks = [{ toolId: 'logs:search', arguments: { query: 'level:error' } }];
      engine.observe(Array.from({ length: 20 }, () => ({ intent: 'what went wrong', success: true, tasks })));
      return engine.suggest({ intent: 'what went wrong' }).mode;
    };
    expect(modeOf({ type: 'object', properties: {} })).toBe('speculative');
    const optional = { type: 'object', properties: { query: { type: 'string' } } };
    for (const schema of [
      undefined,
      {},
      optional,
      { allOf: [optional] },
      { $ref: '#/$defs/a', $defs: { a: optional } },
    ]) {
      expect(modeOf(schema), JSON.stringify(schema)).toBe('suggestion');
    }
  });

  it('offers really different plans beside the first, the likelier first', () => {
    const engine = knowing(refund, refund, chain('give the money back', ['create_invoice', 'send_mail']));
    const { dag, alternatives } = engine.suggest({ intent });
    const plans = [{ dag }, ...alternatives].map((plan) => tools(plan).join());
    expect(plans.slice(0, 2)).toEqual(['find_order,refund_order,send_mail', 'create_invoice,send_mail']);
    expect(new Set(plans).size).toBe(plans.length);
    const confidences = alternatives.map(({ confidence }) => confidence);
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
    expect(engine.suggest({ intent, alternatives: 0 }).alternatives).toEqual([]);
  });

  it('says why it proposes nothing', () => {
    const reason = (suggestion: Suggestion) => [
      suggestion.dag.tasks.length,
      suggestion.basis,
      suggestion.abstained?.reason,
    ];
    expect(reason(createEngine().suggest({ intent }))).toEqual([0, 'none', 'empty_catalogue']);
    expect(reason(knowing().suggest({ intent: ' ' }))).toEqual([0, 'none', 'empty_intent']);
    expect(reason(knowing().suggest({ intent: '天气' }))).toEqual([0, 'none', 'no_match']);
    expect(reason(knowing(refund).suggest({ intent, filter: () => false }))).toEqual([0, 'none', 'nothing_permitted']);
  });

  it('names no tool that is hidden or gone, and never more than asked for', () => {
    const history = fc.array(
      fc.record({
        intent: fc.constantFrom('give the money back', 'list all products', 'find the order and mail it'),
        tools: fc.array(fc.constantFrom(...names, 'gone'), { minLength: 1, maxLength: 5 }),
        success: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(history, fc.constantFrom(...names), fc.integer({ min: 1, max: 4 }), (past, hidden, maxTasks) => {
        const engine = knowing(...past.map((drawn) => chain(drawn.intent, drawn.tools, drawn.success)));
        engine.addDependencies([{ from: 'shop:find_order', to: 'shop:send_mail', source: 'hint' }]);
        const filter = ({ id }: { readonly id: string }) => id !== `shop:${hidden}`;
        const plan = engine.suggest({ intent: 'find the order, mail it, give the money back', maxTasks, filter });
        for (const { dag } of [plan, ...plan.alternatives]) {
          expect(dag.tasks.length).toBeLessThanOrEqual(maxTasks);
          for (const { toolId } of dag.tasks) {
            expect(names.map((name) => `shop:${name}`)).toContain(toolId);
            expect(toolId).not.toBe(`shop:${hidden}`);
          }
        }
      }),
    );
  });
});
