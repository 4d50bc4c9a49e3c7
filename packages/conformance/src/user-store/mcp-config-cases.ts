import type { JsonValue, UserStore } from '@agentcards/auth';
import { expectEqual } from '../expect.js';
import { after, hostileText, id, mcpConfig, race, tally, user } from './samples.js';
import type { UserStoreCase } from './user-store-case.js';

async function fill({ users }: UserStore, numbers: readonly number[]) {
  for (const number of numbers) await users.create(user(number));
}

export const mcpConfigCases: readonly UserStoreCase[] = [
  {
    name: 'mcpConfigs: settings are any JSON',
    promise: 'Values come back equal',
    async check(store) {
      await fill(store, [1]);
      const every: JsonValue[] = [null, false, 0, -1.5, '', '1', 'null', hostileText, [], {}, [null, { deep: [1.5] }]];
      const settings = {
        ...JSON.parse('{"__proto__":1,"constructor":null,"":2}'),
        [hostileText]: every,
      } as { readonly [key: string]: JsonValue };
      for (const config of [
        mcpConfig('a', 1, { settings, updatedAt: after(1) }),
        mcpConfig('b', 1, { settings: {} }),
      ]) {
        expectEqual(await store.mcpConfigs.put(config), true, 'mcpConfigs.put');
        expectEqual(await store.mcpConfigs.get(config.userId, config.server), config);
      }
      expectEqual(await store.mcpConfigs.get(id(1), 'c'), undefined, 'mcpConfigs.get');
    },
  },
  {
    name: 'mcpConfigs: settings are replaced as a whole, and keep the time of the first',
    promise: 'Inserts or replaces; keeps the first `createdAt`.',
    async check(store) {
      await fill(store, [1]);
      await store.mcpConfigs.put(mcpConfig('server', 1, { settings: { old: 1 } }));
      const next = mcpConfig('server', 1, { settings: { new: 2 }, createdAt: after(5), updatedAt: after(5) });
      expectEqual(await store.mcpConfigs.put(next), true, 'mcpConfigs.put');
      const expected = { ...next, createdAt: mcpConfig('server').createdAt };
      expectEqual(await store.mcpConfigs.get(id(1), 'server'), expected);
      await race((index) => store.mcpConfigs.put({ ...next, settings: { index } }));
      expectEqual((await store.mcpConfigs.list(id(1))).length, 1, 'rows of mcpConfigs.list');
    },
  },
  {
    name: 'mcpConfigs: without a user there are no settings',
    promise: 'False where there is no such user, and nothing was written.',
    async check(store) {
      expectEqual(await store.mcpConfigs.put(mcpConfig('server')), false, 'mcpConfigs.put');
      await fill(store, [1]);
      expectEqual(await store.mcpConfigs.get(id(1), 'server'), undefined, 'mcpConfigs.get');
    },
  },
  {
    name: 'mcpConfigs: those of a user are listed by server, and removed one by one',
    promise: 'By server.',
    async check(store) {
      await fill(store, [1, 2]);
      const { mcpConfigs } = store;
      const servers = ['A', 'a', 'a ', 'b', '\uff5e', '😀'];
      for (const server of [...servers].reverse()) await mcpConfigs.put(mcpConfig(server));
      await mcpConfigs.put(mcpConfig('a', 2));
      const listed = async (number: number) => (await mcpConfigs.list(id(number))).map(({ server }) => server);
      expectEqual(await listed(1), servers);
      expectEqual(await mcpConfigs.list(id(2)), [mcpConfig('a', 2)]);
      expectEqual(await mcpConfigs.remove(id(1), 'a'), true, 'mcpConfigs.remove');
      expectEqual(await mcpConfigs.remove(id(1), 'a'), false, 'mcpConfigs.remove');
      expectEqual(
        await listed(1),
        servers.filter((server) => server !== 'a'),
      );
      expectEqual(await listed(2), ['a']);
    },
  },
  {
    name: 'mcpConfigs: of 32 new servers at the same time so many are written as there is room for',
    promise: 'With a limit false also where it would be one server more and the user has so many already.',
    async check(store) {
      const { mcpConfigs } = store;
      await fill(store, [1, 2]);
      await mcpConfigs.put(mcpConfig('of another user', 2));
      const limit = 10;
      const written = await race((index) => mcpConfigs.put(mcpConfig(`server ${index}`), { limit }));
      expectEqual(tally(written), { true: limit, false: 32 - limit });
      const [first, ...others] = await mcpConfigs.list(id(1));
      expectEqual(others.length, limit - 1, 'others that were answered so');
      expectEqual(await mcpConfigs.put(mcpConfig(first!.server), { limit: 1 }), true, 'it is not one server more');
      expectEqual(await mcpConfigs.put(mcpConfig('one more'), { limit: limit + 1 }), true, 'mcpConfigs.put');
      expectEqual(await mcpConfigs.put(mcpConfig('without a limit')), true, 'mcpConfigs.put');
    },
  },
];
