import assert from 'node:assert/strict';
import type { AdaptiveConfigStore, AdaptiveValue, JsonValue, Store } from '@agentcards/core';
import { expectEqual, expectSameRows, rejectionOf } from '../expect.js';
import { after, hostileKey, hostileText } from './samples.js';
import type { StoreCase } from './store-case.js';

function adaptiveConfigOf(store: Store): AdaptiveConfigStore {
  assert.ok(store.adaptiveConfig);
  return store.adaptiveConfig;
}

function value(key: string, number = 0.5, more: Partial<AdaptiveValue> = {}): AdaptiveValue {
  return { key, value: number, updatedAt: after(1), samples: 30, ...more };
}

const keysOf = (values: readonly { readonly key: string }[]) => values.map(({ key }) => key).sort();

export const configCases: readonly StoreCase[] = [
  {
    name: 'config: every JSON value comes back, null and empty ones too',
    promise: 'Values go in and come out equal',
    async check({ open }) {
      const { config } = await open();
      const values: JsonValue[] = [null, false, 0, '', [], {}, '1', 'null', hostileText, [null, { deep: [1.5] }]];
      values.push(-1.5, 2 ** 53 - 1, Number.MAX_VALUE, 5e-324);
      values.push(JSON.parse('{"__proto__":1,"constructor":null}'));
      for (const [index, each] of values.entries()) await config.set(`value ${index}`, each);
      for (const [index, each] of values.entries()) expectEqual(await config.get(`value ${index}`), each);
      expectEqual(await config.get('absent'), undefined, 'config.get');
      await config.set('value 0', 'changed');
      expectEqual(await config.get('value 0'), 'changed', 'config.get');
    },
  },
  {
    name: 'config: of 32 that set what is absent one wins, and all learn which',
    promise: 'Writes only where there is no value yet; returns the value that is stored afterwards',
    async check({ open }) {
      const { config } = await open();
      expectEqual(await config.get('once'), undefined, 'config.get before');
      const answers = await Promise.all(Array.from({ length: 32 }, (_, index) => config.setIfAbsent('once', index)));
      expectEqual(new Set(answers).size, 1, 'different answers');
      expectEqual(await config.get('once'), answers[0], 'config.get');
      await config.set('null', null);
      expectEqual(await config.setIfAbsent('null', 'other'), null, 'null is a value');
    },
  },
  {
    name: 'config: what begins alike is listed by key, to the letter',
    promise: 'Entries whose key starts with `prefix`, ordered by key',
    async check({ open }) {
      const { config } = await open();
      for (const key of ['p_/b', 'p_/a', 'p_/A', 'px/a', 'P_/a', 'p%/a', 'p_']) await config.set(key, key);
      for (const key of ['n\0a', 'n\0\0b']) await config.set(key, key);
      const list = async (prefix: string) => (await config.list(prefix)).map(({ key }) => key);
      expectEqual(await list('p_/'), ['p_/A', 'p_/a', 'p_/b']);
      expectEqual(await list('p%'), ['p%/a']);
      expectEqual(await list('q'), []);
      expectEqual(await config.list('p_/b'), [{ key: 'p_/b', value: 'p_/b' }]);
      expectEqual(await list('n\0'), ['n\0\0b', 'n\0a']);
      expectEqual(await list('n\0a'), ['n\0a']);
      expectEqual(await list('n\0b'), []);
      expectEqual((await list('')).length, 9, 'rows of list');
    },
  },
  {
    name: 'config: keys that look alike are different keys',
    promise: 'Keys that differ in one code unit are different keys',
    async check({ open }) {
      const { config } = await open();
      const keys = ['key', 'Key', 'KEY', ' key', 'key ', '\u00e9', 'e\u0301', 'ß', 'ss', 'a_b', 'a%b', '', '__proto__'];
      keys.push('a', 'a\0', 'a\0b', 'a\0c', '\0');
      for (const key of keys) {
        expectEqual(await config.setIfAbsent(key, key), key, `setIfAbsent of ${JSON.stringify(key)}`);
      }
      for (const key of keys) await config.set(key, `again ${key}`);
      for (const key of keys) expectEqual(await config.get(key), `again ${key}`, `get of ${JSON.stringify(key)}`);
      expectEqual((await config.list('')).map(({ key }) => key).sort(), [...keys].sort());
    },
  },
  {
    name: 'config: what is handed over or handed out can be changed without changing the store',
    promise: 'changing them changes nothing stored',
    async check({ open }) {
      const { config } = await open();
      const mine = { deep: ['mine'] };
      await config.set('set', mine);
      await config.setIfAbsent('absent', mine);
      mine.deep.push('changed');
      const handedOut = [
        await config.get('set'),
        await config.setIfAbsent('set', null),
        await config.setIfAbsent('absent', null),
        ...(await config.list('')).map(({ value }) => value),
      ];
      for (const value of handedOut) Object.assign(value ?? {}, { deep: 'changed' });
      expectEqual(await config.get('set'), { deep: ['mine'] });
      expectEqual(await config.get('absent'), { deep: ['mine'] });
      expectEqual(await config.list('set'), [{ key: 'set', value: { deep: ['mine'] } }]);
      for (const entry of await config.list('set')) Object.assign(entry, { value: 'changed' });
      expectEqual(await config.list('set'), [{ key: 'set', value: { deep: ['mine'] } }]);
    },
  },
  {
    name: 'adaptive config: values come back, rounded to single precision, no more and no less',
    promise: 'Finite, of single precision: what is not is rounded to it (`Math.fround`)',
    needs: 'adaptiveConfig',
    async check({ open }) {
      const store = adaptiveConfigOf(await open());
      const numbers = [0.1, -Math.PI, 1e-30, 16_777_217, 0];
      const values = numbers.map((number, index) =>
        value(`weight.${index}`, number, { updatedAt: after(index), samples: index * 400_000_000 }),
      );
      values.push(value('weight.__proto__'), value(`weight.${hostileKey}`), value('weight.\u00e9'));
      values.push(value('weight.e\u0301', 0.5, { samples: 2 ** 31 - 1 }));
      await store.replace('weight.', values);
      const rounded = values.map((each) => ({ ...each, value: Math.fround(each.value) }));
      expectSameRows(await store.read('weight.'), rounded);
    },
  },
  {
    name: 'adaptive config: what begins alike is replaced, to the letter, and nothing else',
    promise: 'in the place of all those whose keys do',
    needs: 'adaptiveConfig',
    async check({ open }) {
      const store = adaptiveConfigOf(await open());
      await store.replace('a_', [value('a_1', 1), value('a_2', 1)]);
      await store.replace('ab', [value('ab1')]);
      await store.replace('A_', [value('A_1')]);
      await store.replace('a_', [value('a_2', 2), value('a_3', 3), value('a_3', 4)]);
      expectSameRows(await store.read('a_'), [value('a_2', 2), value('a_3', 4)]);
      await store.replace('n\0', [value('n\0a'), value('n\0b')]);
      expectEqual(keysOf(await store.read('n\0a')), ['n\0a']);
      await store.replace('n\0', []);
      await store.replace('a%', []);
      await store.replace('a_', []);
      await store.replace('b', [value('b.c.1'), value('b.d.1')]);
      await store.replace('b.c.', []);
      expectEqual(keysOf(await store.read('')), ['A_1', 'ab1', 'b.d.1']);
    },
  },
  {
    name: 'adaptive config: what is handed over or handed out can be changed without changing the store',
    promise: 'changing them changes nothing stored',
    needs: 'adaptiveConfig',
    async check({ open }) {
      const store = adaptiveConfigOf(await open());
      const mine = value('a');
      await store.replace('a', [mine]);
      mine.updatedAt.setTime(0);
      for (const each of await store.read('a')) {
        each.updatedAt.setTime(0);
        Object.assign(each, { value: 2 });
      }
      expectEqual(await store.read('a'), [value('a')]);
    },
  },
  {
    name: 'adaptive config: it is replaced as a whole or not at all, and never read in part',
    promise: 'What was learned together is thus never read in part',
    needs: 'adaptiveConfig',
    async check({ open }) {
      const store = adaptiveConfigOf(await open());
      const both = (number: number) => [value('a1', number), value('a2', number)];
      await store.replace('a', both(0));
      let isWriting = true;
      const writing = (async () => {
        for (let turn = 1; turn <= 8; turn++) await store.replace('a', both(turn));
      })().finally(() => {
        isWriting = false;
      });
      // Handled below, unless what was read is wrong before.
      writing.catch(() => {});
      while (isWriting) {
        const read = await store.read('a');
        expectEqual(read.length, 2, 'rows read');
        expectEqual(new Set(read.map((each) => each.value)).size, 1, 'replacements that were read at once');
      }
      await writing;
      const broken = {
        ...value('a2', 9),
        get updatedAt(): Date {
          throw new Error('this value cannot be read');
        },
      };
      await rejectionOf(() => store.replace('a', [value('a1', 9), broken]));
      expectSameRows(await store.read('a'), both(8));
    },
  },
  {
    name: 'adaptive config: a call takes more values than a statement',
    promise: 'Those whose key starts with `prefix`, in any order',
    needs: 'adaptiveConfig',
    async check({ open }) {
      const store = adaptiveConfigOf(await open());
      const values = Array.from({ length: 2_500 }, (_, index) => value(`many ${index}`));
      await store.replace('many', values);
      expectEqual((await store.read('many')).length, 2_500, 'rows of read');
    },
  },
];
