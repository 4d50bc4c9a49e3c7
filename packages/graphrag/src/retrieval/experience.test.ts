import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { ExecutionInput } from '../types.js';

const tools = ['find_order', 'refund_order', 'send_mail', 'draw_chart'].map((name) => ({ id: `shop:${name}`, name }));

function shop(executions: readonly ExecutionInput[] = []) {
  const engine = createEngine();
  engine.upsertTools(tools);
  engine.observe(executions);
  return engine;
}
const ran = (intent: string, tool: string, more: Partial<ExecutionInput> = {}): ExecutionInput => {
  return { intent, success: true, tasks: [{ toolId: `shop:${tool}`, success: more.success ?? true }], ...more };
};
const first = (engine: ReturnType<typeof shop>, text: string, query: object = {}) =>
  engine.search({ text, ...query }).results[0]?.toolId;
const speaks = (engine: ReturnType<typeof shop>, text: string, tool: string) =>
  engine.search({ text, explain: true, minScore: 0 }).results.find(({ toolId }) => toolId === `shop:${tool}`)
    ?.explanation?.experience ?? 0;

const names = Array.from({ length: 20 }, (_, place) => `${'abcdefghijklmnopqrst'[place]}oom`);

describe('experience', () => {
  const intent = 'make good what went wrong with the purchase of Ada';

  it('finds what was used for an intent like this one, and not before, and not when it is left out', () => {
    expect(first(shop(), intent)).toBeUndefined();
    const others = ['see the order', 'write a mail', 'list what was bought', 'order for Bob'].map((text, index) =>
      ran(text, 'find_order', { id: `o${index}` }),
    );
    const engine = shop([...others, ran(intent, 'refund_order', { id: 'a' })]);
    expect(first(engine, 'make good what went wrong with the purchase of Bob')).toBe('shop:refund_order');
    expect(first(engine, intent, { experience: false })).toBeUndefined();
    expect(first(engine, 'chart of the weather')).toBe('shop:draw_chart');
  });

  it('is less sure where the words speak for another tool', () => {
    const asked = 'refund what Ada bought, she wants her money for the order';
    const agreed = Array.from({ length: 6 }, (_, index) => ran(asked, 'refund_order', { id: `a${index}` }));
    const disputed = Array.from({ length: 6 }, (_, index) => ran(asked, 'draw_chart', { id: `d${index}` }));
    const best = (executions: readonly ExecutionInput[]) => shop(executions).search({ text: asked }).results[0]!;
    expect(first(shop(), asked)).toBe('shop:refund_order');
    expect(best(agreed)).toMatchObject({ toolId: 'shop:refund_order' });
    expect(best(agreed).score).toBeGreaterThan(0.95);
    expect(best(disputed)).toMatchObject({ toolId: 'shop:draw_chart' });
    expect(best(disputed).score).toBeGreaterThan(0.75);
    expect(best(disputed).score).toBeLessThan(0.9);
  });

  it('is lowered by failures and by age', () => {
    const good = ran(intent, 'refund_order', { id: 'good', executedAt: 0 });
    const bad = ran(intent, 'refund_order', { id: 'bad', executedAt: 0, success: false });
    const later = ran('draw the chart', 'draw_chart', { id: 'later', executedAt: 10 * 365 * 86_400_000 });
    const alone = speaks(shop([good]), intent, 'refund_order');
    expect(alone).toBeGreaterThan(0);
    expect(speaks(shop([good, bad]), intent, 'refund_order')).toBeLessThan(alone);
    expect(speaks(shop([good, later]), intent, 'refund_order')).toBeLessThan(alone);
  });

  it('is silent where nothing like the intent was asked: what is found is what is found without it', () => {
    const noun = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta');
    const tool = fc.constantFrom('find_order', 'refund_order', 'send_mail', 'draw_chart');
    const intents = fc.array(fc.uniqueArray(noun, { minLength: 6, maxLength: 8 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(intents, tool, noun, (words, used, common) => {
        const engine = shop(words.map((some, index) => ran(some.join(' '), used, { id: `e${index}` })));
        const text = `order mail chart find refund send ${common}`;
        expect(engine.search({ text, minScore: 0 })).toEqual(engine.search({ text, minScore: 0, experience: false }));
      }),
    );
  });

  it.each([1, 2, 6, 20])(
    'is silent where one tool says all that is asked for, and the job did something else %i times',
    (times) => {
      const engine = createEngine();
      engine.upsertTools([
        { id: 'create_vm', name: 'create_vm', description: 'Create a virtual machine' },
        { id: 'delete_vm', name: 'delete_vm', description: 'Delete a virtual machine' },
        { id: 'open_port', name: 'open_port', description: 'Open a port of the firewall' },
        { id: 'list_vms', name: 'list_vms', description: 'List virtual machines' },
      ]);
      for (const [place, name] of names.slice(0, times).entries()) {
        const tasks = [
          { id: 'a', toolId: 'create_vm' },
          { toolId: 'open_port', dependsOn: ['a'] },
        ];
        engine.observe({ id: `${place}`, intent: `set up a machine for the ${name}`, success: true, tasks });
      }
      const found = (text: string) => engine.search({ text }).results[0];
      const planned = (intent: string) => engine.suggest({ intent }).dag.tasks.map(({ toolId }) => toolId);
      expect(found('delete the machine of the wiki')?.toolId).toBe('delete_vm');
      expect(planned('delete the machine of the wiki')).toEqual(['delete_vm']);
      // However often the job was done, and its words are in every request: it is known.
      expect(found('set up a machine for the crm')).toMatchObject({ toolId: 'create_vm' });
      expect(found('set up a machine for the crm')!.score).toBeGreaterThan(0.8);
      expect(planned('set up a machine for the crm')).toEqual(['create_vm', 'open_port']);
    },
  );

  it('leaves alone what an intent says of other tools, whatever verb it shares with what was asked before', () => {
    const engine = createEngine();
    engine.upsertTools([
      { id: 'create_branch', name: 'create_branch', description: 'Create a new branch in a repository' },
      { id: 'dump_database', name: 'dump_database', description: 'Make a backup dump of a database to a file' },
      { id: 'verify_dump', name: 'verify_dump', description: 'Verify that a backup dump can be read' },
      { id: 'read_file', name: 'read_file', description: 'Read the contents of a file' },
      { id: 'get_logs', name: 'get_logs', description: 'Get the logs of a pod' },
    ]);
    const backup = ['orders', 'users', 'billing'].flatMap((name) => [
      `back up the ${name} database`,
      `make a backup of ${name} and verify it`,
    ]);
    const logs = ['shop', 'app'].flatMap((name) => [`why is ${name} crashing`, `show me the logs of ${name}`]);
    engine.observe([
      ...backup.map((intent, place) => ({
        id: `backup ${place}`,
        intent,
        success: true,
        tasks: [{ toolId: 'dump_database' }, { toolId: 'verify_dump' }],
      })),
      ...logs.map((intent, place) => ({ id: `logs ${place}`, intent, success: true, tasks: [{ toolId: 'get_logs' }] })),
    ]);
    const found = (text: string) => engine.search({ text }).results[0]?.toolId;
    expect(found('make a branch')).toBe('create_branch');
    expect(found('show me the file')).toBe('read_file');
    // The same verb, and nothing else that a tool is known by.
    expect(found('back up the analytics database')).toBe('dump_database');
    expect(found('show me what went wrong in shop')).toBe('get_logs');
    // Of tools that the caller may not see nobody can speak.
    const filter = ({ id }: { readonly id: string }) => id !== 'read_file';
    expect(engine.search({ text: 'show me the file of logs', filter }).results[0]?.toolId).toBe('get_logs');
  });

  it('is bounded however often one intent was recorded', () => {
    const often = Array.from({ length: 500 }, (_, index) => ran(intent, 'refund_order', { id: `r${index}` }));
    const { results } = shop(often).search({ text: intent, explain: true });
    expect(results[0]!.score).toBeLessThan(1);
    expect(first(shop([...often, ran('send the mail', 'send_mail', { id: 'mail' })]), 'send the mail')).toBe(
      'shop:send_mail',
    );
  });

  it('leaves out executions that used only hidden tools, to the last bit', () => {
    const word = fc.constantFrom('refund', 'order', 'mail', 'chart', 'ada', 'money');
    const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    const tool = fc.constantFrom('find_order', 'refund_order', 'send_mail', 'draw_chart');
    const history = fc.array(fc.record({ text, tool, success: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(history, text, (drawn, query) => {
        const executions = drawn.map(({ text, tool, success }, index) => ran(text, tool, { id: `e${index}`, success }));
        const engine = shop(executions);
        const filter = ({ id }: { readonly id: string }) => id !== 'shop:send_mail';
        const withoutIt = createEngine();
        withoutIt.upsertTools(tools.filter(filter));
        withoutIt.observe(executions);
        expect(engine.search({ text: query, filter, explain: true })).toEqual(
          withoutIt.search({ text: query, filter, explain: true }),
        );
      }),
    );
  });
});
