import { expect, test } from 'vitest';
import { createEngine } from '../create-engine.js';

const invoices = { id: 'bank:list_invoices', name: 'list_invoices', description: 'List invoices by status' };
const remind = { id: 'bank:send_reminder', name: 'send_reminder', description: 'Send a payment reminder' };
const mail = { id: 'mail:send_email', name: 'send_email', description: 'Send an e-mail' };
const deploy = { id: 'git:deploy', name: 'deploy', description: 'Put a version into production' };
const asked = 'remind those who owe us money';
const sentence =
  '3 executions with an intent near this one succeeded; the nearest, “remind those who owe us money”, ran ' +
  'bank:list_invoices and bank:send_reminder, and nothing of that is there now.';

let day = 0;
const run = (intent: string, ...tools: readonly { id: string }[]) => ({
  intent,
  success: true,
  executedAt: ++day * 86_400_000,
  tasks: tools.map(({ id }, place) => ({ id: `${place}`, toolId: id, success: true })),
});

function withoutBank(...others: readonly { id: string; name: string }[]) {
  const engine = createEngine();
  engine.upsertTools([invoices, remind, ...others]);
  for (let times = 0; times < 3; times++) {
    engine.observe(run(asked, invoices, remind));
    for (const other of others) engine.observe(run(`now ${other.name} as ever`, other));
  }
  engine.removeTools([invoices.id, remind.id]);
  return engine;
}

test('a plan for what was done with tools that are all gone says what those were', () => {
  const { dag, rationale } = withoutBank(mail).suggest({ intent: `${asked} by mail` });
  expect(dag.tasks.map(({ toolId }) => toolId)).toEqual([mail.id]);
  expect(rationale.at(-1)).toBe(sentence);
});

test.each([
  ['no tool fits', [deploy]],
  ['no tool is left', []],
])('where %s, who asks again for what can be done no more hears why', (_what, others) => {
  const engine = withoutBank(...others);
  expect(engine.suggest({ intent: asked })).toMatchObject({ dag: { tasks: [] }, rationale: [sentence] });
  expect(engine.suggest({ intent: asked, anonymous: true }).rationale.join()).not.toContain('owe');
  // Who asks through a filter may have been refused it.
  expect(engine.suggest({ intent: asked, filter: () => true }).rationale).toEqual([]);
  expect(engine.suggest({ intent: 'what will the weather be' }).rationale).toEqual([]);
});

test('what has been done otherwise since then is planned without a word of what is gone', () => {
  const engine = withoutBank(mail);
  engine.observe(run(asked, mail));
  const { dag, rationale } = engine.suggest({ intent: asked });
  expect(dag.tasks.map(({ toolId }) => toolId)).toEqual([mail.id]);
  expect(rationale.join()).not.toContain('bank:');
  engine.upsertTools([invoices, remind]);
  expect(engine.suggest({ intent: asked }).rationale.join()).not.toContain('there now');
});
