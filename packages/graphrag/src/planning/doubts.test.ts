import { expect, test } from 'vitest';
import { createEngine } from '../create-engine.js';

const tool = (name: string, description: string) => ({
  id: `s:${name}`,
  name,
  description,
  server: 's',
  readOnly: true,
  inputSchema: { type: 'object' },
});
const dump = tool('dump_database', 'Writes a database into a file');
const verify = tool('verify_dump', 'Reads a dump again');
const drop = tool('drop_database', 'Deletes a database');
const intent = 'retire the old database';
let day = 0;
const run = (tools: readonly { id: string }[], success = true) => ({
  intent,
  success,
  executedAt: ++day * 86_400_000,
  tasks: tools.map(({ id }, place) => ({
    id: `t${place}`,
    toolId: id,
    success: success || place > 0,
    dependsOn: place > 0 ? [`t${place - 1}`] : [],
  })),
});

function experienced() {
  const engine = createEngine();
  engine.upsertTools([dump, verify, drop]);
  for (let times = 0; times < 10; times++) engine.observe(run([dump, verify, drop]));
  return engine;
}

test('a plan that lacks a tool which is not there any more is not sure of itself, and says so', () => {
  const engine = experienced();
  const before = engine.suggest({ intent });
  expect(before).toMatchObject({ basis: 'executions', mode: 'speculative' });
  engine.removeTools([verify.id]);

  const after = engine.suggest({ intent });
  expect(after.mode).toBe('explicit');
  expect(after.confidence).toBe(0);
  expect(after.rationale).toContain('s:verify_dump ran in 10 of 10 too, and is not there now.');
  expect(after.rationale[0]).toMatch(/ran s:dump_database, s:verify_dump and s:drop_database\.$/);
  // Who asks through a filter may have been refused it.
  const filtered = engine.suggest({ intent, filter: () => true });
  expect(JSON.stringify(filtered)).not.toContain(verify.id);

  for (let times = 0; times < 12; times++) engine.observe(run([dump, drop]));
  expect(engine.suggest({ intent }).mode).not.toBe('explicit');
  engine.upsertTools([verify]);
  expect(engine.suggest({ intent }).rationale.join()).not.toContain('not there');
});

test('a plan with a tool that got another contract since it last succeeded is not run ahead before it has succeeded again', () => {
  const engine = experienced();
  engine.upsertTools([{ ...verify, definedAt: day * 86_400_000 }]);
  expect(engine.suggest({ intent }).mode).toBe('speculative');

  engine.upsertTools([{ ...verify, definedAt: day * 86_400_000 + 1 }]);
  const changed = engine.suggest({ intent });
  expect(changed.mode).toBe('suggestion');
  expect(changed.rationale).toContain('s:verify_dump got another definition since it last succeeded.');

  engine.observe(run([dump, verify, drop]));
  expect(engine.suggest({ intent }).mode).toBe('speculative');
});

test('nor does one whose declared requirement is not there', () => {
  const engine = createEngine();
  engine.upsertTools([verify, drop]);
  engine.addDependencies([{ from: verify.id, to: drop.id, source: 'user' }]);
  engine.removeTools([verify.id]);
  expect(engine.suggest({ intent: 'drop the database' })).toMatchObject({
    confidence: 0,
    mode: 'explicit',
    rationale: expect.arrayContaining(['s:verify_dump is declared to run before, and is not there now.']),
  });
});

test('what failed when it ran last is not run ahead, and what fails again and again is asked about', () => {
  const engine = experienced();
  const modes = [engine.suggest({ intent }).mode];
  for (let times = 0; times < 4; times++) {
    engine.observe(run([dump, verify, drop], false));
    modes.push(engine.suggest({ intent }).mode);
  }
  expect(modes).toEqual(['speculative', 'suggestion', 'suggestion', 'explicit', 'explicit']);
  expect(engine.suggest({ intent }).rationale).toContain('Since it last succeeded it failed 4 times.');
  engine.observe(run([dump, verify, drop]));
  expect(engine.suggest({ intent }).mode).toBe('speculative');
});
