import assert from 'node:assert/strict';
import type { Store, ToolRecord } from '@agentcards/core';
import { expectEqual, expectSameRows, rejectionOf } from '../expect.js';
import { contentsOf, fillStore } from './contents.js';
import { after, at, hostileText, id, readPaged, tool, vectorOf } from './samples.js';
import type { StoreCase } from './store-case.js';

const readTools = (store: Store, limit?: number) => readPaged(store.tools, ({ toolId }) => toolId, limit);
const find = async (store: Store, name: string) => (await readTools(store)).find((each) => each.name === name);
const put = (store: Store, ...upsert: ToolRecord[]) => store.tools.apply({ upsert, remove: [], at });

export const toolCases: readonly StoreCase[] = [
  {
    name: 'tools: any text, any JSON and every status come back',
    promise: 'Values go in and come out equal',
    async check({ open }) {
      const store = await open();
      const json = '{"__proto__":{"a":[1,2.5,-0.1,1e21,5e-324,null,true]},"constructor":{"":""},"b":["",[],{}]}';
      const hostile = tool('hostile', {
        serverId: 'server',
        title: hostileText,
        description: hostileText,
        inputSchema: { ...JSON.parse(json), text: hostileText },
        outputSchema: JSON.parse(json),
        annotations: { readOnlyHint: true },
        status: 'quarantined',
      });
      const nothing = { title: '', description: '', inputSchema: {}, outputSchema: {}, annotations: {} };
      const rows = [hostile, tool('bare'), tool('empty', nothing)];
      await put(store, ...rows);
      expectSameRows(await readTools(store), rows);
    },
  },
  {
    name: 'tools: a text of a million characters comes back',
    promise: 'Values go in and come out equal',
    async check({ open }) {
      const store = await open();
      const long = tool('long', { description: 'ß'.repeat(1_000_000) });
      await put(store, long);
      expectEqual(await find(store, 'long'), long);
    },
  },
  {
    name: 'tools: times come back to the millisecond, whatever the time zone',
    promise: 'dates to the millisecond',
    async check({ open }) {
      const store = await open();
      const times = ['1969-12-31T23:59:59.999Z', '2026-03-29T01:30:00.001Z', '2026-10-25T00:59:59.999Z'];
      const tools = [...times, '9999-12-31T23:59:59.999Z'].map((time, index) =>
        tool(`time-${index}`, { firstSeen: new Date(time), updatedAt: new Date(time) }),
      );
      const zone = process.env.TZ;
      try {
        process.env.TZ = 'Pacific/Auckland';
        await put(store, ...tools);
        process.env.TZ = 'America/St_Johns';
        expectSameRows(await readTools(store), tools);
      } finally {
        if (zone === undefined) delete process.env.TZ;
        else process.env.TZ = zone;
      }
    },
  },
  {
    name: 'tools: ids that differ by case or by composition are different tools',
    promise: 'texts to the code unit',
    async check({ open }) {
      const store = await open();
      const names = ['Read', 'read', 'READ', 'é', 'e\u0301', 'ß', 'ss', 'a b', 'a_b', 'a%b', '😀', '\uffee'];
      await put(store, ...names.map((name) => tool(name)));
      expectSameRows(
        await readTools(store, 5),
        names.map((name) => tool(name)),
      );
    },
  },
  {
    name: 'tools: an upsert replaces everything but the first sight',
    promise: '`upsert` replaces every column but `firstSeen`, which the first write of an id settles',
    async check({ open }) {
      const store = await open();
      const first = tool('again', {
        title: 'old',
        description: 'old',
        outputSchema: {},
        annotations: {},
        status: 'quarantined',
      });
      await put(store, first);
      const next = tool('again', {
        name: 'other name',
        serverId: 'other server',
        inputSchema: { type: 'null' },
        fingerprint: 'other',
        firstSeen: after(-9),
        updatedAt: after(-9),
      });
      await put(store, next);
      expectEqual(await readTools(store), [{ ...next, firstSeen: first.firstSeen }]);
      await store.tools.apply({ upsert: [], remove: [id('again')], at });
      await put(store, tool('again', { firstSeen: after(9) }));
      expectEqual(await readTools(store), [tool('again')], 'a tool that is back after its removal');
    },
  },
  {
    name: 'tools: of one id that comes twice in a call the last holds',
    promise: 'of equal ids the last holds',
    async check({ open }) {
      const store = await open();
      await put(store, tool('twice', { title: 'first' }), tool('other'), tool('twice', { title: 'last' }));
      expectEqual((await find(store, 'twice'))?.title, 'last', 'find, its title');
    },
  },
  {
    name: 'tools: a removal keeps the row, sets status and time, and ignores unknown ids',
    promise:
      '`remove` sets the status `removed` and the time `at`, and keeps the row; ids that are unknown are ignored',
    async check({ open }) {
      const store = await open();
      await put(store, tool('gone', { description: 'kept' }), tool('stays'));
      await store.tools.apply({ upsert: [], remove: [id('gone'), id('never')], at: after(5) });
      const gone = tool('gone', { description: 'kept', status: 'removed', updatedAt: after(5) });
      expectSameRows(await readTools(store), [gone, tool('stays')]);
      await store.tools.apply({ upsert: [], remove: [id('gone')], at: after(7) });
      expectSameRows(await readTools(store), [{ ...gone, updatedAt: after(7) }, tool('stays')]);
    },
  },
  {
    name: 'tools: a tool that is upserted and removed in one call is removed',
    promise: 'Of an id in both the removal holds',
    async check({ open }) {
      const store = await open();
      await store.tools.apply({ upsert: [tool('both', { title: 'last' })], remove: [id('both')], at: after(5) });
      const removed = tool('both', { title: 'last', status: 'removed', updatedAt: after(5) });
      expectEqual(await readTools(store), [removed]);
    },
  },
  {
    name: 'tools: a tool that is written anew or removed keeps its vectors',
    promise: 'A tool keeps its vectors, in use and staged, whatever is written',
    async check({ open }) {
      const store = await open();
      const { embeddings, tools } = store;
      await put(store, tool('a'), tool('b'));
      const inUse = [vectorOf('a', [1, 2, 3]), vectorOf('b', [2, 1, 3])];
      const staged = [vectorOf('a', [1, 2], { modelId: 'next' }), vectorOf('b', [2, 1], { modelId: 'next' })];
      await embeddings.put(inUse);
      await embeddings.stage(staged);
      const changes = {
        'an upsert': { upsert: [tool('a', { title: 'new', fingerprint: 'new' }), tool('b')], remove: [] },
        'a removal': { upsert: [], remove: [id('a')] },
        'an upsert after a removal': { upsert: [tool('a')], remove: [] },
      };
      for (const [what, change] of Object.entries(changes)) {
        await tools.apply({ ...change, at });
        expectEqual(await embeddings.read({ limit: 10 }), inUse, `vectors in use after ${what}`);
        expectEqual(await embeddings.readStaged({ limit: 10 }), staged, `staged vectors after ${what}`);
      }
    },
  },
  {
    name: 'tools: a call that fails half-way has written nothing',
    promise: 'A rejected write has changed nothing',
    async check({ open }) {
      const store = await open();
      await put(store, tool('before'));
      const broken: ToolRecord = {
        ...tool('broken'),
        get description(): string {
          throw new Error('this record cannot be read');
        },
      };
      const upsert = [tool('first'), tool('before', { title: 'changed' }), broken];
      await rejectionOf(() => store.tools.apply({ upsert, remove: [id('before')], at: after(1) }));
      expectEqual(await readTools(store), [tool('before')]);
    },
  },
  {
    name: 'tools: pages join up to everything, once, in the order of one large page',
    promise: 'rows with a key greater than `after`, ascending, at most `limit`',
    async check({ open }) {
      const store = await open();
      const names = Array.from({ length: 12 }, (_, index) => `tool ${index % 5}${'.'.repeat(index)}`);
      await put(store, ...names.map((name) => tool(name)));
      const all = await readTools(store);
      expectEqual(all.length, names.length, 'rows read');
      for (const limit of [1, 3, 4, 6, 11, 12, 13])
        expectEqual(await readTools(store, limit), all, `pages of ${limit}`);
      const last = all.at(-1)!.toolId;
      expectEqual(await store.tools.read({ after: last, limit: 5 }), []);
    },
  },
  {
    name: 'tools: pages miss nothing and repeat nothing while others write',
    promise: 'no other row is missed or comes twice',
    async check({ open }) {
      const store = await open();
      const names = Array.from({ length: 20 }, (_, index) => `tool ${String(index * 7).padStart(3, '0')}`);
      await put(store, ...names.map((name) => tool(name)));
      const seen: string[] = [];
      for (let turn = 0; ; turn++) {
        const last = seen.at(-1);
        const [page] = await Promise.all([
          store.tools.read({ after: last === undefined ? undefined : id(last), limit: 3 }),
          put(store, tool(`tool ${String(turn * 11 + 1).padStart(3, '0')}`), tool(names[0]!, { title: `${turn}` })),
        ]);
        seen.push(...page.map(({ name }) => name));
        expectEqual(new Set(seen).size, seen.length, 'a row came twice');
        if (page.length < 3) break;
      }
      expectEqual(
        names.filter((name) => !seen.includes(name)),
        [],
      );
    },
  },
  {
    name: 'tools: a call takes more rows than a statement',
    promise: 'Writes and removes in one transaction',
    async check({ open }) {
      const store = await open();
      const many = Array.from({ length: 2_500 }, (_, index) => tool(`many ${index}`));
      await put(store, ...many);
      await store.tools.apply({ upsert: [], remove: many.map(({ toolId }) => toolId), at });
      const read = await store.tools.read({ limit: many.length + 1 });
      expectEqual(read.length, many.length, 'rows of a page that has room for all');
      assert.ok(read.every(({ status }) => status === 'removed'));
    },
  },
  {
    name: 'tools: what is handed over or handed out can be changed without changing the store',
    promise: 'changing them changes nothing stored',
    async check({ open }) {
      const store = await open();
      const inputSchema = { properties: { a: { type: 'string' } } };
      const mine = tool('mine', { inputSchema, firstSeen: new Date(at), updatedAt: new Date(at) });
      await put(store, mine);
      inputSchema.properties.a.type = 'number';
      mine.updatedAt.setTime(0);
      const out = await find(store, 'mine');
      out?.firstSeen.setTime(0);
      Object.assign(out?.inputSchema.properties ?? {}, { b: {} });
      const expected = tool('mine', { inputSchema: { properties: { a: { type: 'string' } } } });
      expectEqual(await find(store, 'mine'), expected);
    },
  },
  {
    name: 'tools: a write that has resolved is seen by the next read',
    promise: 'A write whose promise has resolved is seen by every later read',
    async check({ open }) {
      const store = await open();
      for (let turn = 0; turn < 5; turn++) {
        await put(store, tool('seen', { title: `${turn}` }));
        expectEqual((await find(store, 'seen'))?.title, `${turn}`, 'find, its title');
      }
    },
  },
  {
    name: 'tools: an aborted signal rejects a read, with its reason as the cause',
    promise: 'One that is aborted before the page is read rejects the read with `ABORTED`, its reason as the cause',
    async check({ open }) {
      const store = await open();
      await put(store, tool('a'));
      const reason = new Error('no longer wanted');
      const signal = AbortSignal.abort(reason);
      const { embeddings, retirement } = store;
      const ports = [store.tools, embeddings, store.edges, store.executions, retirement, store.suggestions];
      const page = { limit: 10, signal };
      const reads: (() => Promise<unknown>)[] = [
        ...ports.flatMap((port) => (port === undefined ? [] : [() => port.read(page)])),
        () => embeddings.readStaged(page),
        ...(retirement === undefined ? [] : [() => retirement.oldest({ ...page, before: at })]),
      ];
      for (const read of reads) {
        const error = (await rejectionOf(read)) as { code?: unknown; cause?: unknown };
        expectEqual(error.code, 'ABORTED', 'code of the error');
        assert.equal(error.cause, reason, 'the reason is not the cause');
      }
      expectEqual(
        (await store.tools.read({ limit: 10, signal: new AbortController().signal })).length,
        1,
        'rows of tools.read',
      );
    },
  },
  {
    name: 'tools: only removed tools are purged, and counted',
    promise: 'Deletes the rows of tools whose status is `removed` by then',
    needs: 'purge',
    async check({ open }) {
      const store = await open();
      await put(store, tool('gone'), tool('back'), tool('active'), tool('held', { status: 'quarantined' }));
      await store.tools.apply({ upsert: [], remove: [id('gone'), id('back')], at });
      await put(store, tool('back'));
      const ids = ['gone', 'back', 'active', 'held', 'unknown', 'gone'].map(id);
      expectEqual(await store.tools.purge?.(ids), 1, 'tools.purge');
      expectEqual(await store.tools.purge?.(ids), 0, 'tools.purge');
      expectEqual(new Set((await readTools(store)).map(({ name }) => name)), new Set(['active', 'back', 'held']));
      await put(store, tool('gone', { firstSeen: after(7) }));
      expectEqual((await find(store, 'gone'))?.firstSeen, after(7), 'the first sight of a tool that was forgotten');
    },
  },
  {
    name: 'tools: what was learned of a tool outlives its row',
    promise: 'Executions, edges, sums and suggestions that name them stay',
    needs: 'purge',
    async check({ open }) {
      const store = await open();
      await fillStore(store);
      const before = await contentsOf(store);
      await store.tools.apply({ upsert: [], remove: [id('a'), id('b')], at });
      expectEqual(await store.tools.purge?.([id('a'), id('b')]), 2, 'tools.purge');
      const gone = { tools: [], embeddings: [], staged: [] };
      expectEqual(await contentsOf(store), { ...before, ...gone }, 'what is left');
    },
  },
  {
    name: 'tools: with the row of a tool all its vectors go',
    promise: "Deleting a tool's row deletes its vector, also a staged one",
    needs: 'purge',
    async check({ open }) {
      const store = await open();
      const { embeddings } = store;
      await put(store, tool('gone'), tool('stays'));
      const old = { contentHash: 'former hash' };
      await embeddings.put([vectorOf('gone', [1, 2, 3], old), vectorOf('stays', [3, 4, 5])]);
      await embeddings.put([vectorOf('gone', [2, 1, 3])]);
      await embeddings.stage([vectorOf('gone', [1], { contentHash: 'staged' }), vectorOf('stays', [2])]);
      await store.tools.apply({ upsert: [], remove: [id('gone')], at });
      expectEqual((await embeddings.read({ limit: 10 })).length, 2, 'a removal alone keeps the vector');
      expectEqual(await store.tools.purge?.([id('gone')]), 1, 'tools.purge');
      expectEqual(await embeddings.read({ limit: 10 }), [vectorOf('stays', [3, 4, 5])]);
      expectEqual(await embeddings.readStaged({ limit: 10 }), [vectorOf('stays', [2])]);
      const contentHashes = ['former hash', 'hash of gone', 'staged'];
      expectEqual(await embeddings.find({ modelId: 'model', contentHashes }), []);
    },
  },
];
