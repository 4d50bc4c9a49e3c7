import { expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { Engine } from '../engine.js';

/** A list with a hole in its middle, over which `map` and `filter` pass. */
function withHole<Item>(first: Item, last: Item): Item[] {
  const list = [first];
  list[2] = last;
  return list;
}

const tasks = [{ toolId: 'a' }];
const calls: Readonly<Record<string, (engine: Engine) => unknown>> = {
  upsertTools: (engine) => engine.upsertTools(withHole({ id: 'c', name: 'c' }, { id: 'd', name: 'd' })),
  removeTools: (engine) => engine.removeTools(withHole('a', 'b')),
  setEmbeddings: (engine) =>
    engine.setEmbeddings(withHole({ toolId: 'a', embedding: [1] }, { toolId: 'b', embedding: [1] })),
  addDependencies: (engine) =>
    engine.addDependencies(withHole({ from: 'a', to: 'b', source: 'user' }, { from: 'b', to: 'a', source: 'user' })),
  removeDependencies: (engine) => engine.removeDependencies(withHole({ from: 'a', to: 'c' }, { from: 'b', to: 'a' })),
  observe: (engine) => engine.observe(withHole({ success: true, tasks }, { success: false, tasks })),
  'observe, tasks': (engine) => engine.observe({ success: true, tasks: withHole({ toolId: 'a' }, { toolId: 'b' }) }),
  'observe, values': (engine) =>
    engine.observe({ success: true, tasks: [{ toolId: 'a', argumentValues: withHole('x', 'y') }] }),
  search: (engine) => engine.search({ text: 'a', context: withHole('a', 'b') }),
  'a vector': (engine) => engine.search({ text: 'a', embedding: withHole(1, 2) }),
};

it.each(Object.entries(calls))('a list with a hole is refused and changes nothing: %s', (_, call) => {
  const engine = createEngine();
  engine.upsertTools([
    { id: 'a', name: 'a' },
    { id: 'b', name: 'b' },
  ]);
  engine.addDependencies([{ from: 'a', to: 'c', source: 'user' }]);
  const before = JSON.stringify(engine);
  expect(() => call(engine)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  expect(JSON.stringify(engine)).toBe(before);
});

it('a hole in a schema is null, as JSON writes it', () => {
  const engine = createEngine();
  engine.upsertTools([{ id: 'a', name: 'a', inputSchema: { enum: withHole('x', 'y') } }]);
  expect(engine.toJSON().tools[0]?.inputSchema).toEqual({ enum: ['x', null, 'y'] });
});
