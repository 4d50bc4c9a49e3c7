import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ToolId } from '../contracts/tool.js';
import { createMemoryStore } from '../memory-store/create-memory-store.js';
import { renameMatches } from './rename-matches.js';
import { ToolAliases } from './tool-aliases.js';

const clock = { now: () => 7 };
const id = (name: string | number) => `server:${name}` as ToolId;
const open = async (store = createMemoryStore(), active: readonly ToolId[] = []) => {
  const aliases = new ToolAliases(store.config, clock, (toolId) => active.includes(toolId as ToolId));
  await aliases.load();
  return aliases;
};

test('whatever is accepted and taken back, there is no circle, and a reader of the store sees the same', async () => {
  const step = fc.record({
    verb: fc.constantFrom('accept' as const, 'accept' as const, 'dismiss' as const, 'propose' as const),
    from: fc.nat(4).map(id),
    to: fc.nat(4).map(id),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const store = createMemoryStore();
      const aliases = await open(store);
      const accepted = new Map<ToolId, ToolId>();
      for (const { verb, ...rename } of steps) {
        try {
          if (verb === 'propose') {
            for (const open of aliases.undecided([rename])) await aliases.propose(open);
          } else if (verb === 'accept') {
            await aliases.accept(rename);
            accepted.set(rename.from, rename.to);
          } else {
            await aliases.dismiss(rename);
            if (accepted.get(rename.from) === rename.to) accepted.delete(rename.from);
          }
        } catch (error) {
          expect(error).toMatchObject({ code: 'RENAME_CYCLE' });
        }
      }
      const again = await open(store);
      for (const tool of [0, 1, 2, 3, 4].map(id)) {
        let expected = tool;
        for (let hops = 0; accepted.has(expected); hops += 1) {
          expect(hops).toBeLessThan(5);
          expected = accepted.get(expected)!;
        }
        expect(aliases.resolve(tool)).toBe(expected);
        expect(again.resolve(tool)).toBe(expected);
        expect(aliases.namesOf(tool)).toContain(tool);
      }
      expect(again.proposals()).toEqual(aliases.proposals());
      expect(aliases.none).toBe(accepted.size === 0);
    }),
  );
});

test('a rename rests while its old name is active; what an id may mean includes where it leads then', async () => {
  const store = createMemoryStore();
  const aliases = await open(store);
  for (const from of [0, 1, 2]) await aliases.accept({ from: id(from), to: id(from + 1) });
  const everything = [0, 1, 2, 3].map(id);
  await fc.assert(
    fc.asyncProperty(fc.subarray(everything), async (active) => {
      const again = await open(store, active);
      for (const [index, name] of everything.entries()) {
        const counted = everything.slice(index).find((each) => active.includes(each)) ?? id(3);
        expect(again.resolve(name)).toBe(counted);
        expect(again.namesOf(name).toSorted()).toEqual(everything.filter((each) => again.resolve(each) === counted));
        expect(again.everyNameFrom(name)).toEqual(everything.slice(index));
      }
      expect(again.inForce() === aliases.inForce()).toBe(active.every((each) => each === id(3)));
    }),
  );
});

test('of a rename and the one back, the tool that is active counts, else the one that was decided on later', async () => {
  const store = createMemoryStore();
  const [first, second, older] = [id(0), id(1), id(2)];
  let now = 0;
  const at = async (...active: readonly ToolId[]) => {
    const aliases = new ToolAliases(store.config, { now: () => ++now }, (toolId) => active.includes(toolId as ToolId));
    await aliases.load();
    return aliases;
  };
  await (await at(second)).accept({ from: first, to: second });
  await (await at(second)).accept({ from: older, to: first });
  await expect((await at()).accept({ from: second, to: first })).rejects.toMatchObject({ code: 'RENAME_CYCLE' });
  await (await at(first)).accept({ from: second, to: first });
  const counts = async (...active: readonly ToolId[]) => {
    const aliases = await at(...active);
    return [first, second, older].map((toolId) => aliases.resolve(toolId));
  };
  expect(await counts(first)).toEqual([first, first, first]);
  expect(await counts(second)).toEqual([second, second, second]);
  expect(await counts()).toEqual([first, first, first]);
  expect(await counts(first, second)).toEqual([first, second, first]);
  expect((await at()).namesOf(first).toSorted()).toEqual([first, second, older]);
  await (await at(second)).accept({ from: first, to: second });
  expect(await counts()).toEqual([second, second, second]);
});

test('a rename that was declined is not proposed the other way round', async () => {
  const aliases = await open();
  const [rename, back] = [
    { from: id(0), to: id(1) },
    { from: id(1), to: id(0) },
  ];
  expect(aliases.undecided([back])).toEqual([back]);
  await aliases.dismiss(rename);
  expect(aliases.undecided([rename, back])).toEqual([]);
});

test('a store that was edited into a circle still resolves', async () => {
  const store = createMemoryStore();
  await store.config.set('alias/server:0', { to: id(1), decision: 'accepted', since: 0 });
  await store.config.set('alias/server:1', { to: id(0), decision: 'accepted', since: 0 });
  await store.config.set('alias/server:2', 'nonsense');
  const aliases = await open(store);
  expect(aliases.resolve(id(0))).toBe(id(1));
  expect(aliases.resolve(id(2))).toBe(id(2));
});

const described = (name: string, description: string | undefined, schema: object = { type: 'object' }) => ({
  toolId: id(name),
  description,
  inputSchema: schema as never,
});

test('a rename is a pair that is equal but for the name, and the only one', () => {
  const schema = { properties: { a: { type: 'string' }, b: {} } };
  const otherOrder = { properties: { b: {}, a: { type: 'string' } } };
  expect(renameMatches([described('old', 'Reads', schema)], [described('new', 'Reads', otherOrder)])).toEqual([
    { from: id('old'), to: id('new') },
  ]);
  const none = [
    [[described('old', 'Reads')], [described('new', 'Writes')]],
    [[described('old', 'Reads')], [described('new', 'Reads', {})]],
    [[described('old', 'Reads')], [described('new', 'Reads'), described('newer', 'Reads')]],
    [[described('old', 'Reads'), described('older', 'Reads')], [described('new', 'Reads')]],
    [[described('old', undefined)], [described('new', undefined)]],
    [[described('old', ' ')], [described('new', ' ')]],
    [[], [described('new', 'Reads')]],
  ];
  for (const [vanished, appeared] of none) expect(renameMatches(vanished!, appeared!)).toEqual([]);
});
