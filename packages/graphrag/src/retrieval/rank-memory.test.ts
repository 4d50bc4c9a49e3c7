import { expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { Engine } from '../engine.js';

const find = { id: 'find', name: 'find_order', description: 'Find an order by mail', embedding: [1, 0] };
const send = { id: 'send', name: 'send_mail', description: 'Send a mail', embedding: [0, 1] };

const changes: Readonly<Record<string, (engine: Engine) => void>> = {
  'a new tool': (engine) => engine.upsertTools([{ id: 'mail', name: 'mail', description: 'Mail' }]),
  'another definition': (engine) => engine.upsertTools([{ ...send, name: 'send_order', description: 'Order mail' }]),
  'a tool that is gone': (engine) => engine.removeTools(['find']),
  'another vector': (engine) => engine.setEmbeddings([{ toolId: 'send', embedding: [-1, 0] }]),
};

it.each(Object.entries(changes))('what was asked before is answered anew after %s', (_what, change) => {
  const query = { intent: 'find the order, then send a mail', embedding: [3, 4], executed: [] };
  const engine = createEngine();
  engine.upsertTools([find, send]);
  const before = engine.predictNext(query);
  expect(engine.predictNext(query)).toEqual(before);
  change(engine);
  const unasked = createEngine();
  unasked.upsertTools([find, send]);
  change(unasked);
  expect(engine.predictNext(query)).toEqual(unasked.predictNext(query));
  expect(engine.predictNext(query)).not.toEqual(before);
});

it('tells apart texts by their vector, also one that the caller has changed', () => {
  const engine = createEngine();
  engine.upsertTools([find, send]);
  const vector = new Float32Array([1, 0]);
  const ask = () => engine.predictNext({ intent: 'do it', embedding: vector, executed: [] }).predictions[0]?.toolId;
  expect(ask()).toBe('find');
  vector.set([0, 1]);
  expect(ask()).toBe('send');
});
