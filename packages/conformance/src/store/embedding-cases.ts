import type { EmbeddingRecord, Store } from '@agentcards/core';
import { expectCode, expectEqual, expectSameRows } from '../expect.js';
import { after, at, hostileText, id, tool, vectorOf } from './samples.js';
import type { StoreCase } from './store-case.js';
import type { StoreSubject } from './store-subject.js';

/** A store with tools that may have vectors: some databases take vectors of known tools alone. */
async function withTools({ open }: Pick<StoreSubject, 'open'>, ...more: string[]): Promise<Store> {
  const store = await open();
  await store.tools.apply({ upsert: ['a', 'b', 'c', ...more].map((name) => tool(name)), remove: [], at });
  return store;
}

const all = { limit: 1_000 };

async function found(store: Store, modelId: string, ...contentHashes: string[]) {
  const records = await store.embeddings.find({ modelId, contentHashes });
  return records.map(({ contentHash, embedding }) => [contentHash, ...embedding]).sort();
}

export const embeddingCases: readonly StoreCase[] = [
  {
    name: 'embeddings: vectors keep every bit',
    promise: 'Vectors keep every bit of their finite numbers',
    async check(subject) {
      const store = await withTools(subject);
      const records = [
        vectorOf('a', [0.1, -1e-30, 3.4e38], { modelId: hostileText }),
        vectorOf('b', [-0, 1e-45, 16_777_216]),
      ];
      await store.embeddings.put(records);
      expectEqual(await store.embeddings.read(all), records);
    },
  },
  {
    name: 'embeddings: staged vectors keep every bit, and all that belongs to them, also when they get into use',
    promise: 'Vectors keep every bit of their finite numbers',
    async check(subject) {
      const { embeddings } = await withTools(subject);
      const content = { modelId: hostileText, contentHash: hostileText, updatedAt: after(1) };
      const records = [
        vectorOf('a', [0.1, -1e-30, 3.4e38, 1e-45], content),
        vectorOf('b', [-0, 1 / 3, 16_777_217, 123_456_789], { modelId: hostileText }),
      ];
      const contentHashes = [hostileText, 'hash of b'];
      await embeddings.stage(records);
      expectEqual(await embeddings.readStaged(all), records);
      await embeddings.promote({ modelId: hostileText, dimensions: 4 });
      expectEqual(await embeddings.read(all), records);
      expectSameRows(await embeddings.find({ modelId: hostileText, contentHashes }), records);
    },
  },
  {
    name: 'embeddings: a vector that is a part of a larger buffer is that part',
    promise: 'Values go in and come out equal',
    async check(subject) {
      const { embeddings } = await withTools(subject);
      // As models give the vectors of many texts.
      const part = { ...vectorOf('a', []), embedding: Float32Array.of(1, 2, 3, 4, 5).subarray(1, 4) };
      await embeddings.put([part]);
      await embeddings.stage([part]);
      expectEqual(await embeddings.read(all), [vectorOf('a', [2, 3, 4])]);
      expectEqual(await embeddings.readStaged(all), [vectorOf('a', [2, 3, 4])]);
    },
  },
  {
    name: 'embeddings: another vector of a tool takes the place of the first',
    promise: 'Inserts or replaces, in one transaction; of equal ids the last holds',
    async check(subject) {
      const store = await withTools(subject);
      await store.embeddings.put([vectorOf('a', [1, 2, 0]), vectorOf('b', [1, 2, 0]), vectorOf('a', [2, 3, 0])]);
      expectEqual(await store.embeddings.read(all), [vectorOf('a', [2, 3, 0]), vectorOf('b', [1, 2, 0])]);
      const next = { modelId: 'next', contentHash: 'next', updatedAt: new Date(at.getTime() + 1) };
      await store.embeddings.put([vectorOf('b', [5, 6, 0], next)]);
      expectEqual(await store.embeddings.read(all), [vectorOf('a', [2, 3, 0]), vectorOf('b', [5, 6, 0], next)]);
    },
  },
  {
    name: 'embeddings: one vector of another length refuses the whole call',
    promise: 'A vector of another length is `VECTOR_DIMENSION_MISMATCH`',
    async check(subject) {
      const store = await withTools(subject);
      await store.embeddings.put([vectorOf('a', [1, 2, 3])]);
      await expectCode(
        () => store.embeddings.put([vectorOf('b', [1, 2, 3]), vectorOf('a', [1, 2])]),
        'VECTOR_DIMENSION_MISMATCH',
      );
      expectEqual(await store.embeddings.read(all), [vectorOf('a', [1, 2, 3])]);
    },
  },
  {
    name: 'embeddings: one staged vector of another length refuses the whole call',
    promise: 'but all the same one: another is `VECTOR_DIMENSION_MISMATCH`',
    async check(subject) {
      const { embeddings } = await withTools(subject);
      const mixed = [vectorOf('b', [1, 2]), vectorOf('a', [1])];
      await expectCode(() => embeddings.stage(mixed), 'VECTOR_DIMENSION_MISMATCH');
      expectEqual(await embeddings.readStaged(all), []);
      await embeddings.stage([vectorOf('a', [3, 4])]);
      await expectCode(() => embeddings.stage(mixed), 'VECTOR_DIMENSION_MISMATCH');
      expectEqual(await embeddings.readStaged(all), [vectorOf('a', [3, 4])]);
    },
  },
  {
    name: 'embeddings: vectors are read in pages that join up',
    promise: 'Paged by tool id',
    async check(subject) {
      const store = await withTools(subject, 'd', 'e');
      const records = ['a', 'b', 'c', 'd', 'e'].map((name, index) => vectorOf(name, [index, 1, 0]));
      await store.embeddings.put([...records].reverse());
      await store.embeddings.stage([...records].reverse());
      for (const read of ['read', 'readStaged'] as const) {
        expectEqual(await store.embeddings[read]({ limit: 2 }), records.slice(0, 2));
        expectEqual(await store.embeddings[read]({ after: id('b'), limit: 2 }), records.slice(2, 4));
        expectEqual(await store.embeddings[read]({ after: id('d'), limit: 2 }), records.slice(4));
      }
    },
  },
  {
    name: 'embeddings: vectors are found by what they were made from, one a text',
    promise: 'one a hash, whichever tool has it, in any order',
    async check(subject) {
      const store = await withTools(subject);
      const twin = { contentHash: 'twin' };
      await store.embeddings.put([
        vectorOf('a', [1, 0, 0], twin),
        vectorOf('b', [1, 0, 0], twin),
        vectorOf('c', [0, 1, 0]),
      ]);
      expectEqual(await found(store, 'model', 'twin', 'twin', 'unknown'), [['twin', 1, 0, 0]]);
      expectEqual(await found(store, 'model', 'hash of c', 'twin'), [
        ['hash of c', 0, 1, 0],
        ['twin', 1, 0, 0],
      ]);
      for (const other of ['other model', 'Model', 'model ', 'mode']) {
        expectEqual(await found(store, other, 'twin'), [], `found of the model ${JSON.stringify(other)}`);
      }
      expectEqual(await found(store, 'model'), []);
      await store.embeddings.stage([vectorOf('a', [7], { modelId: 'next model' })]);
      expectEqual(await found(store, 'next model', 'hash of a'), [['hash of a', 7]]);
    },
  },
  {
    name: 'embeddings: what is staged has no part in what is in use',
    promise: '`readStaged`, `promote` and `discardStaged` see them, nothing else does',
    async check(subject) {
      const store = await withTools(subject);
      const { embeddings } = store;
      const inUse = [vectorOf('a', [1, 0, 0])];
      const staged = [vectorOf('a', [4, 3], { modelId: 'next' }), vectorOf('b', [0, 1], { modelId: 'next' })];
      await embeddings.put(inUse);
      await embeddings.stage([vectorOf('a', [1, 2], { modelId: 'next' }), staged[1]!]);
      await embeddings.stage([staged[0]!]);
      await expectCode(() => embeddings.stage([vectorOf('c', [1], { modelId: 'next' })]), 'VECTOR_DIMENSION_MISMATCH');
      expectEqual(await embeddings.readStaged(all), staged);
      expectEqual(await embeddings.read(all), inUse);
      await embeddings.put(inUse);
      expectEqual(await embeddings.readStaged(all), staged, 'staged vectors after others were put');
      await embeddings.discardStaged();
      expectEqual(await embeddings.readStaged(all), []);
      expectEqual(await embeddings.read(all), inUse);
      await embeddings.stage([vectorOf('c', [1, 2, 3, 4])]);
      expectEqual(await embeddings.readStaged(all), [vectorOf('c', [1, 2, 3, 4])]);
    },
  },
  {
    name: 'embeddings: staged vectors take the place of all in use, at once, also of another length',
    promise: 'Puts the staged vectors of one model in the place of all vectors in use, in one transaction',
    async check(subject) {
      const store = await withTools(subject);
      const { embeddings } = store;
      const inUse = [vectorOf('a', [1, 0, 0]), vectorOf('c', [0, 1, 0])];
      const next = { modelId: 'next' };
      const staged: EmbeddingRecord[] = [vectorOf('a', [4, 3, 2, 1], next), vectorOf('b', [0, 0, 0, 1], next)];
      await embeddings.put(inUse);
      await embeddings.stage(staged);
      await expectCode(() => embeddings.promote({ modelId: 'next', dimensions: 5 }), 'VECTOR_DIMENSION_MISMATCH');
      expectEqual(await embeddings.read(all), inUse);
      expectEqual(await embeddings.readStaged(all), staged);

      await embeddings.promote({ modelId: 'next', dimensions: 4 });
      expectEqual(await embeddings.read(all), staged);
      expectEqual(await embeddings.readStaged(all), []);
      await embeddings.put([vectorOf('c', [0, 1, 0, 1], next)]);
      await expectCode(() => embeddings.put([vectorOf('c', [1, 2, 3], next)]), 'VECTOR_DIMENSION_MISMATCH');
      expectSameRows(await embeddings.read(all), [...staged, vectorOf('c', [0, 1, 0, 1], next)]);
    },
  },
  {
    name: 'embeddings: of the longest vectors that the store takes none is refused, and longer ones are',
    promise: '`stage` and `promote` refuse more with `INVALID_INPUT`',
    async check(subject) {
      const { embeddings } = await withTools(subject);
      const { maxDimensions } = embeddings;
      if (maxDimensions === undefined) return;
      const ofLength = (length: number) => vectorOf('a', new Array<number>(length).fill(1));
      await expectCode(() => embeddings.stage([ofLength(maxDimensions + 1)]), 'INVALID_INPUT');
      await expectCode(() => embeddings.stage([ofLength(10 * maxDimensions)]), 'INVALID_INPUT');
      const longer = { modelId: 'model', dimensions: maxDimensions + 1 };
      await expectCode(() => embeddings.promote(longer), 'INVALID_INPUT');
      expectEqual(await embeddings.readStaged(all), [], 'what was staged');
      await embeddings.stage([ofLength(maxDimensions)]);
      await embeddings.promote({ modelId: 'model', dimensions: maxDimensions });
      expectEqual(await embeddings.read(all), [ofLength(maxDimensions)]);
    },
  },
  {
    name: 'embeddings: of what is staged only the model that is promoted gets into use',
    promise: 'afterwards there are no others, nothing is staged, and `put` takes vectors of `dimensions`',
    async check(subject) {
      const { embeddings } = await withTools(subject);
      await embeddings.put([vectorOf('c', [1, 2, 3])]);
      await embeddings.stage([
        vectorOf('a', [1, 2, 3], { modelId: 'old' }),
        vectorOf('b', [2, 1, 0], { modelId: 'new' }),
      ]);
      await embeddings.promote({ modelId: 'new', dimensions: 3 });
      expectEqual(await embeddings.read(all), [vectorOf('b', [2, 1, 0], { modelId: 'new' })]);
      expectEqual(await embeddings.readStaged(all), []);
      await embeddings.promote({ modelId: 'none', dimensions: 4 });
      expectEqual(await embeddings.read(all), []);
      await expectCode(() => embeddings.put([vectorOf('a', [1, 2, 3])]), 'VECTOR_DIMENSION_MISMATCH');
      await embeddings.put([vectorOf('a', [1, 2, 3, 4])]);
      expectEqual(await embeddings.read(all), [vectorOf('a', [1, 2, 3, 4])]);
    },
  },
  {
    name: 'embeddings: calls take more vectors and hashes than a statement',
    promise: 'in use, staged or replaced: one a hash',
    async check({ open }) {
      const { tools, embeddings } = await open();
      const names = Array.from({ length: 2_500 }, (_, index) => `many ${index}`);
      await tools.apply({ upsert: names.map((name) => tool(name)), remove: [], at });
      await embeddings.put(names.map((name, index) => vectorOf(name, [index, 1, 0])));
      const contentHashes = names.map((name) => `hash of ${name}`);
      expectEqual((await embeddings.find({ modelId: 'model', contentHashes })).length, 2_500, 'vectors found');
      expectEqual((await embeddings.read({ limit: 10_000 })).length, 2_500, 'vectors in use');
    },
  },
  {
    name: 'embeddings: their length is settled also after the store was opened again',
    promise: 'A vector of another length is `VECTOR_DIMENSION_MISMATCH`',
    needs: 'persistence',
    async check({ open, newName }) {
      const name = newName();
      const first = await withTools({ open: () => open(name) });
      await first.embeddings.put([vectorOf('a', [1, 2, 3])]);
      await first.close();
      const { embeddings } = await open(name);
      await expectCode(() => embeddings.put([vectorOf('b', [1, 2])]), 'VECTOR_DIMENSION_MISMATCH');
      expectEqual(await embeddings.read(all), [vectorOf('a', [1, 2, 3])]);
    },
  },
  {
    name: 'embeddings: vectors that are handed over or handed out can be changed',
    promise: "Records that are returned are the caller's",
    async check(subject) {
      const { embeddings } = await withTools(subject);
      const mine = vectorOf('a', [1, 2, 3]);
      await embeddings.put([mine]);
      mine.embedding.fill(9);
      (await embeddings.read(all))[0]?.embedding.fill(8);
      const find = () => embeddings.find({ modelId: 'model', contentHashes: ['hash of a'] });
      (await find())[0]?.embedding.fill(7);
      expectEqual(await embeddings.read(all), [vectorOf('a', [1, 2, 3])]);
      expectEqual(await find(), [vectorOf('a', [1, 2, 3])]);
    },
  },
  {
    name: 'nearest: active tools by descending cosine',
    promise: 'The active tools whose vectors are nearest to a vector, by descending cosine',
    needs: 'nearest',
    async check(subject) {
      const store = await withTools(subject, 'gone', 'held', 'zero');
      await store.tools.apply({ upsert: [tool('held', { status: 'quarantined' })], remove: [id('gone')], at });
      await putNearest(store);
      expectEqual(await nearest(store, 10), [
        ['server:a', 1],
        ['server:b', 0.6],
        ['server:c', -1],
      ]);
      expectEqual(await nearest(store, 2), [
        ['server:a', 1],
        ['server:b', 0.6],
      ]);
      const vector = Float32Array.of(1);
      await expectCode(async () => store.embeddings.nearest?.({ vector, limit: 1 }), 'VECTOR_DIMENSION_MISMATCH');
    },
  },
  {
    name: 'nearest: nobody but the permitted tools, whatever their status',
    promise: 'With `toolIds` these tools count instead, whatever their status, and the answer is exact',
    needs: 'nearest',
    async check(subject) {
      const store = await withTools(subject, 'gone', 'held', 'zero');
      await store.tools.apply({ upsert: [tool('held', { status: 'quarantined' })], remove: [id('gone')], at });
      await putNearest(store);
      expectEqual(await nearest(store, 2, ['c', 'b', 'zero', 'unknown']), [
        ['server:b', 0.6],
        ['server:c', -1],
      ]);
      expectEqual(await nearest(store, 10, ['gone', 'c']), [
        ['server:gone', 1],
        ['server:c', -1],
      ]);
      expectEqual(await nearest(store, 10, []), []);
    },
  },
  {
    name: 'nearest: an aborted signal rejects it',
    promise: 'One that is aborted before the page is read rejects the read with `ABORTED`, its reason as the cause',
    needs: 'nearest',
    async check(subject) {
      const store = await withTools(subject);
      await store.embeddings.put([vectorOf('a', [1, 2, 3])]);
      const query = { vector: Float32Array.of(1, 2, 3), limit: 1, signal: AbortSignal.abort() };
      await expectCode(async () => store.embeddings.nearest?.(query), 'ABORTED');
      expectEqual(
        (await store.embeddings.nearest?.({ ...query, signal: undefined }))?.length,
        1,
        'rows of embeddings.nearest',
      );
    },
  },
];

async function putNearest(store: Store): Promise<void> {
  await store.embeddings.put([
    vectorOf('a', [2, 0, 0]),
    vectorOf('b', [3, 4, 0]),
    vectorOf('c', [-1, 0, 0]),
    vectorOf('gone', [1, 0, 0]),
    vectorOf('held', [1, 0, 0]),
    vectorOf('zero', [0, 0, 0]),
  ]);
}

async function nearest(store: Store, limit: number, names?: readonly string[]) {
  const query = { vector: Float32Array.of(1, 0, 0), limit, toolIds: names?.map(id) };
  const answer = (await store.embeddings.nearest?.(query)) ?? [];
  return answer.map(({ toolId, similarity }) => [toolId, Number(similarity.toFixed(6))]);
}
