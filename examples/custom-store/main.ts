import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgentCards } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { createSqliteStore } from './sqlite-store.js';

const directory = await mkdtemp(join(tmpdir(), 'agentcards-custom-store-'));
const open = () => createAgentCards({ store: createSqliteStore(join(directory, 'agentcards.db')), createEngine });
const intent = 'refund the last order of ada@example.com';

try {
  const first = await open();
  const synced = await first.tools.sync({
    server: 'shop',
    tools: [
      { name: 'find_order', description: 'List the orders of a customer, newest first' },
      { name: 'refund_order', description: 'Give the money of an order back' },
      { name: 'track_parcel', description: 'Where is the parcel of an order now' },
    ],
  });
  assert.equal(synced.added.length, 3);
  const execution = {
    id: 'execution-1',
    intent,
    success: true,
    tasks: [
      { id: 'find', toolId: 'shop:find_order', success: true },
      { id: 'refund', toolId: 'shop:refund_order', dependsOn: ['find'], success: true },
    ],
  };
  const receipts = await Promise.all([first.record(execution), first.record(execution)]);
  assert.deepEqual(receipts.map(({ status }) => status).sort(), ['duplicate', 'recorded']);
  await first.close();
  await assert.rejects(first.stats(), { code: 'CLOSED' });

  const second = await open();
  const { tools, executions } = await second.stats();
  assert.deepEqual({ active: tools.active, executions }, { active: 3, executions: 1 });
  assert.equal(
    (await second.predictNext({ executed: ['shop:find_order'] })).predictions[0]?.toolId,
    'shop:refund_order',
  );
  const { dag, basis } = await second.suggest(intent);
  assert.deepEqual(
    dag.tasks.map(({ toolId }) => toolId),
    ['shop:find_order', 'shop:refund_order'],
  );
  assert.equal(basis, 'executions');
  const [edge] = await second.dependencies.list();
  assert.deepEqual([edge?.from, edge?.to, edge?.observedCount], ['shop:find_order', 'shop:refund_order', 1]);
  await second.close();

  console.log('A store of 3 tools and 1 execution came back from its file, with all that follows from them.');
} finally {
  await rm(directory, { recursive: true });
}
