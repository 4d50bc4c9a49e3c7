import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import type { EngineTool, ExecutionInput, SuggestedDag } from '../types.js';

const text = { type: 'string' };

function tool(name: string, required: readonly string[], more: Partial<EngineTool> = {}): EngineTool {
  const properties = Object.fromEntries(required.map((argument) => [argument, text]));
  return { id: `shop:${name}`, name, server: 'shop', inputSchema: { properties, required }, ...more };
}

const find = tool('find_user', ['email']);
const list = tool('list_orders', ['user']);
const refund = tool('refund_order', ['order', 'reason']);

/** Finds a user by mail, their orders, and gives the money of one back. */
function refunding(number: number, more: Partial<ExecutionInput> = {}): ExecutionInput {
  const [user, order] = [`user-${number}`, `order-${number}`];
  return {
    intent: 'give the money back',
    success: true,
    tasks: [
      { toolId: find.id, arguments: { email: `ada${number}@example.com` }, output: { user: { id: user } } },
      {
        toolId: list.id,
        arguments: { user },
        output: [
          { id: 'order-1', open: true },
          { id: order, open: true },
        ],
      },
      { toolId: refund.id, arguments: { order, reason: 'broken' }, output: { ok: true } },
    ],
    ...more,
  };
}

function planned(tools: readonly EngineTool[], history: readonly ExecutionInput[]): SuggestedDag {
  const engine = createEngine();
  engine.upsertTools(tools);
  engine.observe(history);
  return engine.suggest({ intent: 'give the money back' }).dag;
}

const task = ({ tasks }: SuggestedDag, { id }: EngineTool) => tasks.find(({ toolId }) => toolId === id)!;

describe('arguments of suggested tasks', () => {
  it('are bound to the outputs that they came from, with the path and the count', () => {
    const dag = planned(
      [find, list, refund],
      [1001, 1002, 1003].map((number) => refunding(number)),
    );
    expect(dag.tasks).toMatchObject([
      { id: 't1', toolId: find.id, arguments: {}, bindings: [], missing: [{ name: 'email' }] },
      {
        id: 't2',
        toolId: list.id,
        dependsOn: ['t1'],
        bindings: [{ argument: 'user', from: 't1', path: 'user.id', evidence: { kind: 'executions', seen: 3, of: 3 } }],
        missing: [],
      },
      {
        id: 't3',
        toolId: refund.id,
        dependsOn: ['t2'],
        arguments: {},
        bindings: [{ argument: 'order', from: 't2', path: '[].id' }],
        missing: [{ name: 'reason', schema: text }],
      },
    ]);
  });

  it('are missing where the value usually came from elsewhere, or only ever in failures', () => {
    const other = (number: number) => {
      const { tasks, ...rest } = refunding(number);
      return {
        ...rest,
        tasks: tasks.map((one, place) => (place === 1 ? { ...one, arguments: { user: `mine-${number}` } } : one)),
      };
    };
    const dag = planned([find, list, refund], [refunding(1001), other(1002), other(1003)]);
    expect(task(dag, list)).toMatchObject({ bindings: [], missing: [{ name: 'user' }] });
    const failed = planned([find, list, refund], [refunding(1001, { success: false })]);
    expect(failed.tasks.flatMap(({ bindings }) => bindings)).toEqual([]);
  });

  it('are bound after one execution where nothing else ever filled the argument, else after two', () => {
    const alone = (number: number): ExecutionInput => ({
      intent: 'something else',
      success: true,
      tasks: [
        { toolId: find.id, arguments: {}, output: {} },
        { toolId: refund.id, arguments: { order: `mine-${number}` } },
      ],
    });
    const bound = (history: readonly ExecutionInput[]) => task(planned([find, list, refund], history), refund).bindings;
    const others = [alone(2001), alone(2002), alone(2003)];
    expect(bound([refunding(1001)])).toMatchObject([{ argument: 'order' }]);
    expect(bound([refunding(1001), ...others])).toEqual([]);
    expect(bound([refunding(1001), refunding(1002), ...others])).toMatchObject([{ evidence: { seen: 2, of: 2 } }]);
  });

  it('do not count executions of which nothing is known but their order', () => {
    const bare = ({ tasks, ...rest }: ExecutionInput) => ({
      ...rest,
      tasks: tasks.map(({ toolId }, place) => ({ toolId, dependsOn: place === 0 ? [] : [`t${place}`] })),
    });
    const dag = planned([find, list, refund], [refunding(1001), bare(refunding(1002)), bare(refunding(1003))]);
    expect(task(dag, list).bindings).toMatchObject([{ evidence: { seen: 1, of: 1 } }]);
  });

  it('are bound by texts with places as by raw values, and by texts alone not at all', () => {
    const texts = (withPlaces: boolean): ExecutionInput => ({
      intent: 'give the money back',
      success: true,
      tasks: [
        {
          toolId: find.id,
          outputValues: ['#1'],
          ...(withPlaces && { outputPlaces: [{ value: '#1', path: 'user.id' }] }),
        },
        {
          toolId: list.id,
          argumentValues: ['#1'],
          ...(withPlaces && { argumentPlaces: [{ value: '#1', path: 'user' }] }),
        },
      ],
    });
    expect(task(planned([find, list], [texts(true)]), list).bindings).toMatchObject([{ path: 'user.id' }]);
    const dag = planned([find, list], [texts(false)]);
    expect(task(dag, list)).toMatchObject({ dependsOn: ['t1'], bindings: [] });
  });

  it.each([
    ['a place without a path', [{ value: '#1' }]],
    ['a path that is none', [{ value: '#1', path: 'a..b' }]],
    ['no list', 'user.id'],
  ])('take no %s', (_, outputPlaces) => {
    const tasks = [{ toolId: find.id, outputValues: ['#1'], outputPlaces }] as unknown as ExecutionInput['tasks'];
    expect(() => createEngine().observe({ success: true, tasks })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });

  it('tell repeated calls apart', () => {
    const fly = tool('fly', ['origin', 'target']);
    const airport = tool('find_airport', ['city']);
    const flight = (number: number): ExecutionInput => ({
      intent: 'give the money back',
      success: true,
      tasks: [
        { toolId: airport.id, arguments: { city: 'Rome' }, output: { id: `rome-${number}` } },
        { toolId: airport.id, arguments: { city: 'Oslo' }, output: { id: `oslo-${number}` } },
        { toolId: fly.id, arguments: { origin: `rome-${number}`, target: `oslo-${number}` } },
      ],
    });
    const dag = planned([airport, fly], [flight(1001), flight(1002)]);
    expect(task(dag, fly)).toMatchObject({
      dependsOn: ['t1', 't2'],
      bindings: [
        { argument: 'origin', from: 't1', path: 'id' },
        { argument: 'target', from: 't2', path: 'id' },
      ],
      missing: [],
    });
  });

  it('are bound by schemas where nothing ran', () => {
    const buy = tool('buy', [], {
      description: 'give the money back',
      outputSchema: { properties: { order: { properties: { id: text } } } },
    });
    const ship = tool('ship', ['order_id'], { description: 'give the money back' });
    const run: ExecutionInput = {
      intent: 'give the money back',
      success: true,
      tasks: [{ toolId: buy.id }, { toolId: ship.id, dependsOn: ['t1'] }],
    };
    expect(task(planned([buy, ship], [run]), ship)).toMatchObject({
      dependsOn: ['t1'],
      bindings: [{ argument: 'order_id', from: 't1', path: 'order.id', evidence: { kind: 'contract' } }],
      missing: [],
    });
  });

  it('are not bound where the schema lists the values, or has no such argument any more', () => {
    const regions = { type: 'string', enum: ['eu-west-1', 'us-east-2'] };
    const run = (argument: string): ExecutionInput => ({
      intent: 'give the money back',
      success: true,
      tasks: [
        { toolId: find.id, arguments: {}, output: { region: 'eu-west-1' } },
        { toolId: list.id, arguments: { [argument]: 'eu-west-1' }, output: {} },
      ],
    });
    const listing = (properties: object) => ({ ...list, inputSchema: { properties, required: ['region'] } });
    expect(task(planned([find, listing({ region: regions })], [run('region')]), list).bindings).toEqual([]);
    expect(task(planned([find, listing({ region: text })], [run('region')]), list).bindings).toHaveLength(1);
    expect(task(planned([find, listing({ region: text })], [run('zone')]), list).bindings).toEqual([]);
    const byReference = (schema: object) => ({
      ...list,
      inputSchema: { $ref: '#/$defs/where', $defs: { where: { allOf: [{ properties: { region: schema } }] } } },
    });
    expect(task(planned([find, byReference(regions)], [run('region')]), list).bindings).toEqual([]);
    expect(task(planned([find, byReference(text)], [run('region')]), list).bindings).toHaveLength(1);
    expect(task(planned([find, byReference(text)], [run('zone')]), list).bindings).toEqual([]);
  });

  it('leave the rest missing where only a part is bound', () => {
    const nested = { ...list, inputSchema: { properties: { filter: { type: 'object' } }, required: ['filter'] } };
    const { tasks, ...rest } = refunding(1001);
    const run = {
      ...rest,
      tasks: tasks.map((one, place) => (place === 1 ? { ...one, arguments: { filter: { user: 'user-1001' } } } : one)),
    };
    expect(task(planned([find, nested, refund], [run]), list)).toMatchObject({
      bindings: [{ argument: 'filter.user', path: 'user.id' }],
      missing: [{ name: 'filter' }],
    });
  });

  it('are run ahead only where nothing has to be chosen', () => {
    const start = { ...tool('start', []), readOnly: true };
    const use = { ...tool('use', ['id']), readOnly: true };
    const mode = (wrap: (id: string) => unknown) => {
      const engine = createEngine();
      engine.upsertTools([start, use]);
      engine.observe(
        Array.from({ length: 9 }, (_, index) => ({
          intent: 'give the money back',
          success: true,
          tasks: [
            { toolId: start.id, arguments: {}, output: wrap(`id-${1001 + index}`) },
            { toolId: use.id, arguments: { id: `id-${1001 + index}` } },
          ],
        })),
      );
      return engine.suggest({ intent: 'give the money back' }).mode;
    };
    expect(mode((id) => ({ id }))).toBe('speculative');
    expect(mode((id) => ({ all: [{ id }] }))).toBe('suggestion');
  });
});

describe('whatever ran', () => {
  const names = ['a', 'b', 'c', 'd'];
  const tools = names.map((name) => ({ ...tool(name, ['x', 'y']), description: 'give the money back' }));
  const value = fc.constantFrom('id-1001', 'id-1002', 'id-1003', 'true', 7);
  const call = fc.record({
    toolId: fc.constantFrom(...tools.map(({ id }) => id), 'shop:gone'),
    success: fc.boolean(),
    arguments: fc.dictionary(fc.constantFrom('x', 'y', 'z'), value, { maxKeys: 3 }),
    output: fc.oneof(value, fc.record({ id: value, all: fc.array(value, { maxLength: 2 }) })),
  });
  const history = fc.array(
    fc.record({
      intent: fc.constantFrom('give the money back', 'money for nothing'),
      success: fc.boolean(),
      executedAt: fc.nat(3),
      tasks: fc.array(call, { minLength: 1, maxLength: 6 }),
    }),
    { maxLength: 8 },
  );
  const query = { intent: 'give the money back', maxTasks: 6 };

  it('no binding dangles, points backwards, or fills what is missing too', () => {
    fc.assert(
      fc.property(history, (past) => {
        const engine = createEngine();
        engine.upsertTools(tools);
        engine.addDependencies([{ from: 'shop:d', to: 'shop:a', source: 'user' }]);
        engine.observe(past);
        const plan = engine.suggest(query);
        for (const { tasks } of [plan.dag, ...plan.alternatives.map(({ dag }) => dag)]) {
          const ancestors = new Map<string, Set<string>>();
          for (const { id, dependsOn, bindings, missing, arguments: known } of tasks) {
            const reached = new Set(dependsOn.flatMap((from) => [from, ...ancestors.get(from)!]));
            ancestors.set(id, reached);
            expect(known).toEqual({});
            expect(new Set(bindings.map(({ argument }) => argument)).size).toBe(bindings.length);
            for (const { argument, from } of bindings) {
              expect(reached).toContain(from);
              expect(['x', 'y']).toContain(argument);
              expect(missing.map(({ name }) => name)).not.toContain(argument);
            }
            expect(bindings.length + missing.length).toBe(2);
          }
        }
      }),
    );
  });

  it('executions without an id that differ in bindings alone are the same in any order', () => {
    const run = (path: string): ExecutionInput => ({
      success: true,
      tasks: [
        { toolId: find.id, outputValues: ['#1'], outputPlaces: [{ value: '#1', path }] },
        { toolId: list.id, argumentValues: ['#1'], argumentPlaces: [{ value: '#1', path: 'user' }] },
      ],
    });
    const [forwards, backwards] = [createEngine(), createEngine()];
    forwards.observe([run('id'), run('user.id')]);
    backwards.observe([run('user.id'), run('id')]);
    expect(backwards.toJSON()).toEqual(forwards.toJSON());
  });

  it('what was learned one by one, in any order, and from a snapshot is the same', () => {
    fc.assert(
      fc.property(history, (past) => {
        const [atOnce, oneByOne] = [createEngine(), createEngine()];
        for (const engine of [atOnce, oneByOne]) engine.upsertTools(tools);
        atOnce.observe(past);
        for (const one of past.toReversed()) oneByOne.observe(one);
        const rebuilt = createEngine({ snapshot: JSON.parse(JSON.stringify(atOnce)) });
        const expected = atOnce.suggest(query);
        expect(oneByOne.suggest(query)).toEqual(expected);
        expect(rebuilt.suggest(query)).toEqual(expected);
        expect(rebuilt.toJSON()).toEqual(atOnce.toJSON());
      }),
    );
  });
});
