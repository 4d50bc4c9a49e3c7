import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { contextSettings } from '../graph/context-scores.js';
import type { EngineTool, SearchQuery } from '../types.js';
import { textWeight } from './add-context.js';
import { requirementSettings } from './requirements.js';

const tools: readonly EngineTool[] = [
  { id: 'shop:find', name: 'find_order', description: 'Look up the orders of a customer' },
  { id: 'shop:refund', name: 'refund_order', description: 'Give money back' },
  { id: 'mail:send', name: 'send_mail', description: 'Write to a person' },
  { id: 'mail:login', name: 'login', description: 'Open a mailbox' },
  { id: 'map:route', name: 'route', description: 'Way between two places' },
];

function shop(extra: readonly EngineTool[] = []) {
  const engine = createEngine();
  engine.upsertTools([...tools, ...extra]);
  return engine;
}
const ids = (engine: ReturnType<typeof shop>, query: SearchQuery) =>
  engine.search(query).results.map(({ toolId, role }) => (role === 'target' ? toolId : `(${toolId})`));

describe('search by words', () => {
  it('finds by name, description, parameters, server and inflected or joined forms', () => {
    const engine = shop([
      { id: 'x:parameter', name: 'x1', inputSchema: { properties: { postcode: { description: 'Area of delivery' } } } },
      { id: 'x:server', name: 'x2', server: 'calendar', serverDescription: 'Keeps appointments' },
      { id: 'x:title', name: 'x3', title: 'Currency converter' },
    ]);
    for (const [text, expected] of [
      ['refunding', 'shop:refund'],
      ['customers', 'shop:find'],
      ['log in', 'mail:login'],
      ['postcode', 'x:parameter'],
      ['deliveries', 'x:parameter'],
      ['calendar', 'x:server'],
      ['appointment', 'x:server'],
      ['convert currencies', 'x:title'],
    ] as const) {
      expect(ids(engine, { text })[0]).toBe(expected);
    }
  });

  it('takes a name or id as it is written at its word', () => {
    const engine = shop([
      { id: 'disk:read_file', name: 'read_file', server: 'disk', description: 'Read' },
      { id: 'box:readFile', name: 'readFile', server: 'box', description: 'Read a file, any file, with readFile' },
      { id: 'disk:list', name: 'list' },
      { id: 'box:list', name: 'list_all', description: 'List the list of lists' },
      { id: 'game:do_it', name: 'do_it' },
    ]);
    for (const [text, expected] of [
      ['read_file', 'disk:read_file'],
      ['readFile', 'box:readFile'],
      ['please call `read_file`, then tell me', 'disk:read_file'],
      ['call readFile.', 'box:readFile'],
      ['disk:read_file', 'disk:read_file'],
      [' list ', 'disk:list'],
      // Of function words alone, which are found nowhere else.
      ['do_it', 'game:do_it'],
    ] as const) {
      const [first] = engine.search({ text, explain: true }).results;
      expect([text, first?.toolId]).toEqual([text, expected]);
      const parts = Object.values(first!.explanation!);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(first!.score, 12);
    }
    // In other spelling where no tool is written so: that is all that a model may know of a name.
    for (const [text, expected] of [
      ['listAll', 'box:list'],
      ['diskReadFile', 'disk:read_file'],
      ['disk__read_file', 'disk:read_file'],
      ['mcp__disk__read_file', 'disk:read_file'],
      ['READ_FILE', 'box:readFile'],
    ] as const) {
      const [first] = engine.search({ text, explain: true }).results;
      expect([text, first?.toolId]).toEqual([text, expected]);
      expect([text, first!.score > 0.9]).toEqual([text, true]);
    }
    expect(ids(engine, { text: 'please call listAll for me' })[0]).toBe('box:list');
    for (const text of ['List all', 'a list-all of them', 'list all of them in box/list/all']) {
      const [first] = engine.search({ text }).results;
      expect([text, (first?.score ?? 0) < 0.9]).toEqual([text, true]);
    }
    // A name that could be a word is one in a sentence.
    const [asWord] = engine.search({ text: 'the list of lists', explain: true }).results;
    expect(asWord!.toolId).toBe('box:list');
    expect(ids(engine, { text: 'read_file', filter: ({ id }) => id !== 'disk:read_file' })[0]).toBe('box:readFile');
    engine.removeTools(['disk:read_file']);
    expect(ids(engine, { text: 'disk:read_file' })).not.toContain('disk:read_file');
  });

  it('calls no other tool probable because one is called by its name', () => {
    const engine = shop([
      { id: 'git:create_issue', name: 'create_issue', description: 'Create an issue' },
      { id: 'git:update_issue', name: 'update_issue', description: 'Update an issue' },
    ]);
    const scoreOf = (text: string, toolId: string) =>
      engine.search({ text, minScore: 0 }).results.find((result) => result.toolId === toolId)?.score ?? 0;
    expect(scoreOf('create_issue', 'git:create_issue')).toBeGreaterThan(0.9);
    expect(scoreOf('create_issue', 'git:update_issue')).toBeLessThanOrEqual(
      scoreOf('create issue', 'git:update_issue'),
    );
  });

  it('takes a name among other words for a hint, and within a quotation for no name', () => {
    const engine = shop([
      { id: 'git:create_issue', name: 'create_issue', description: 'Create an issue in a repository' },
      { id: 'disk:read_file', name: 'read_file', description: 'Read a file' },
      { id: 'disk:copy_file', name: 'copy_file', description: 'Copy a file' },
    ]);
    for (const [text, expected] of [
      ["create an issue titled 'read_file crashes on Windows'", 'git:create_issue'],
      ['create an issue “read_file crashes on Windows” in the repository', 'git:create_issue'],
      ["call 'read_file' with the file", 'disk:read_file'],
      ['copy_file, and not the other', 'disk:copy_file'],
    ] as const) {
      expect([text, ids(engine, { text })[0]]).toEqual([text, expected]);
    }
  });

  it('takes what English hangs on words for no name of a server', () => {
    const engine = shop([
      { id: 's3:copy', name: 'copy', server: 's3' },
      { id: 't3:pods', name: 'pods', server: 't3' },
    ]);
    expect(ids(engine, { text: "that's great" })).toEqual([]);
    expect(ids(engine, { text: 'we don’t know' })).toEqual([]);
    expect(ids(engine, { text: "the customer's orders" })).toEqual(ids(engine, { text: 'the customer orders' }));
    expect(ids(engine, { text: "s3's copy" })[0]).toBe('s3:copy');
  });

  it('keeps each tool of an intent that asks for several things', () => {
    expect(new Set(ids(shop(), { text: 'Refund the order, then send a mail', topK: 2 }))).toEqual(
      new Set(['shop:refund', 'mail:send']),
    );
  });

  it('says why there is nothing', () => {
    const reason = (engine: ReturnType<typeof shop>, query: SearchQuery) => engine.search(query).abstained?.reason;
    expect(reason(createEngine(), { text: 'order' })).toBe('empty_catalogue');
    expect(reason(shop(), { text: ' ' })).toBe('empty_intent');
    expect(reason(shop(), { text: '?!… "—"' })).toBe('empty_intent');
    expect(reason(shop(), { text: '🌧' })).toBe('no_match');
    expect(reason(shop(), { text: 'xylophone' })).toBe('no_match');
    expect(reason(shop(), { text: 'order', filter: () => false })).toBe('nothing_permitted');
    expect(reason(shop(), { text: 'order' })).toBeUndefined();
  });

  it('takes a filter that answers anything but true for one that hides', () => {
    const filter = (async () => true) as never;
    expect(shop().search({ text: 'order', filter }).results).toEqual([]);
  });

  it('drops what is below minScore and adds what is always included, in its place', () => {
    const engine = shop();
    const [first] = engine.search({ text: 'refund order' }).results;
    expect(ids(engine, { text: 'refund order', minScore: first!.score })).toEqual(['shop:refund']);
    expect(ids(engine, { text: 'refund order', topK: 1, alwaysInclude: ['map:route', 'shop:find', 'gone'] })).toEqual([
      'shop:refund',
      'shop:find',
      'map:route',
    ]);
    expect(
      ids(engine, { text: 'order', alwaysInclude: ['map:route'], filter: ({ id }) => id !== 'map:route' }),
    ).toEqual(['shop:refund', 'shop:find'].sort());
  });
});

describe('search by vectors', () => {
  it('offers what is nearest to unknown words only where it stands out', () => {
    const engine = createEngine();
    const axis = (place: number): number[] => Array.from({ length: 12 }, (_, index) => (index === place ? 1 : 0));
    const cosines = [0.3, 0.28, 0.26, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25];
    engine.upsertTools(
      cosines.map((cosine, index) => ({
        id: `${index}`,
        name: `tool${index}`,
        embedding: axis(index + 1).with(0, cosine),
      })),
    );
    const answer = (text: string, embedding: readonly number[]) => engine.search({ text, embedding, topK: 1 });
    expect(answer('frobnicate', axis(0)).results).toEqual([]);
    expect(answer('frobnicate', axis(0)).abstained).toEqual({ reason: 'low_confidence' });
    expect(answer('frobnicate', axis(2)).results[0]!.toolId).toBe('1');
    // Without words the vector is all that was asked for; known words vouch for theirs.
    expect(answer('', axis(0)).results[0]!.toolId).toBe('0');
    expect(answer('tool', axis(0)).results[0]!.toolId).toBe('0');
    expect(engine.search({ text: 'frobnicate', embedding: axis(0), minScore: 0 }).results[0]!.toolId).toBe('0');
    // Too few to say what is usual.
    engine.removeTools(['9']);
    expect(answer('frobnicate', axis(0)).results[0]!.toolId).toBe('0');
  });

  const embedded = () =>
    shop()
      .toJSON()
      .tools.map(({ id, name }, index) => ({ id, name, embedding: [Math.cos(index), Math.sin(index)] }));

  it('finds what shares no word', () => {
    const engine = createEngine();
    engine.upsertTools(embedded());
    const [first] = engine.search({ text: 'xylophone', embedding: [Math.cos(3), Math.sin(3)] }).results;
    expect(first).toMatchObject({ toolId: embedded()[3]!.id });
  });

  it('mixes words and vectors, and leaves tools without a usable vector to the words', () => {
    const engine = createEngine();
    engine.upsertTools([
      { id: 'both', name: 'order', embedding: [1, 0] },
      { id: 'vector', name: 'other', embedding: [1, 0.1] },
      { id: 'far', name: 'elsewhere', embedding: [-1, 0] },
      { id: 'words', name: 'order', embedding: [0, 0] },
    ]);
    const { results } = engine.search({ text: 'order', embedding: [1, 0], explain: true });
    expect(results.map(({ toolId }) => toolId)).toEqual(['both', 'words', 'vector']);
    const [both, words, vector] = results.map(({ explanation }) => explanation!);
    expect(both!.words).toBeGreaterThan(0);
    expect(both!.vector).toBeGreaterThan(0);
    expect(words!.vector).toBe(0);
    expect(vector!.words).toBe(0);
  });

  it('is by words alone where the tools have no vectors', () => {
    const engine = shop();
    expect(engine.search({ text: 'order', embedding: [1, 2, 3] })).toEqual(engine.search({ text: 'order' }));
  });
});

describe('requirements', () => {
  it('follow the targets, with who needs them, transitively and through cycles', () => {
    const engine = shop();
    engine.addDependencies([
      { from: 'mail:login', to: 'mail:send', source: 'user' },
      { from: 'mail:send', to: 'shop:refund', source: 'hint' },
      { from: 'shop:refund', to: 'mail:login', source: 'user' },
    ]);
    const { results } = engine.search({ text: 'money', topK: 1, explain: true });
    expect(results).toMatchObject([
      { toolId: 'shop:refund', role: 'target' },
      { toolId: 'mail:send', role: 'requirement', requiredBy: ['shop:refund'] },
      { toolId: 'mail:login', role: 'requirement', requiredBy: ['mail:send'] },
    ]);
    expect(results[1]!.score).toBeGreaterThan(results[2]!.score);
    expect(results[2]!.explanation).toEqual({ requirement: results[2]!.score });
  });

  it('never take the place of a target, nor come through a hidden tool', () => {
    const engine = shop();
    engine.addDependencies([
      { from: 'map:route', to: 'mail:login', source: 'user' },
      { from: 'mail:login', to: 'shop:refund', source: 'user' },
    ]);
    const query = { text: 'refund order', topK: 2 };
    expect(ids(engine, query)).toEqual(['shop:refund', '(mail:login)', '(map:route)', 'shop:find']);
    expect(ids(engine, { ...query, includeRequirements: false })).toEqual(['shop:refund', 'shop:find']);
    expect(ids(engine, { ...query, filter: ({ id }) => id !== 'mail:login' })).toEqual(['shop:refund', 'shop:find']);
  });

  it('say by which edges they are needed', () => {
    const engine = shop();
    engine.addDependencies([
      { from: 'mail:login', to: 'mail:send', source: 'hint' },
      { from: 'mail:login', to: 'shop:refund', source: 'user' },
      { from: 'mail:send', to: 'shop:refund', source: 'user' },
    ]);
    const { results } = engine.search({ text: 'money', topK: 1 });
    expect(results.find(({ toolId }) => toolId === 'mail:login')).toMatchObject({
      requiredBy: ['mail:send', 'shop:refund'],
      evidence: [
        { requiredBy: 'mail:send', source: 'hint', confidence: 0.8 },
        { requiredBy: 'shop:refund', source: 'user', confidence: 0.95 },
      ],
    });
    expect(results[0]).not.toHaveProperty('evidence');
  });

  it('lift a target that a better one needs, to below that one', () => {
    const engine = shop([{ id: 'shop:auth', name: 'shop_sign_in', description: 'Needed once before the money' }]);
    const query = { text: 'give money back', topK: 3, explain: true };
    const plain = engine.search(query);
    engine.addDependencies([{ from: 'shop:auth', to: 'shop:refund', source: 'user' }]);
    const { results } = engine.search(query);
    const [first, second] = results;
    expect([first, second]).toMatchObject([
      { toolId: 'shop:refund', role: 'target' },
      { toolId: 'shop:auth', role: 'target' },
    ]);
    expect(first).toEqual(plain.results[0]);
    const before = plain.results.find(({ toolId }) => toolId === 'shop:auth')!.score;
    expect(second!.score).toBeCloseTo(before + 0.95 * (first!.score - before), 12);
    expect(engine.search({ ...query, includeRequirements: false })).toEqual(plain);
  });

  it('are learned from proven need, not from mere order', () => {
    const need = {
      success: true,
      tasks: [
        { toolId: 'shop:find', output: 'W-1234' },
        { toolId: 'shop:refund', arguments: 'W-1234' },
      ],
    };
    const order = {
      success: true,
      tasks: [
        { toolId: 'map:route', startedAt: 0, endedAt: 1 },
        { toolId: 'shop:refund', startedAt: 2, endedAt: 3 },
      ],
    };
    const engine = shop();
    engine.observe([order, need, need]);
    expect(ids(engine, { text: 'money', topK: 1 })).toEqual(['shop:refund', '(shop:find)']);
    // Half of the runs of the tool now show no need.
    engine.observe(order);
    expect(ids(engine, { text: 'money', topK: 1 })).toEqual(['shop:refund']);
  });

  it('are not learned from failures', () => {
    const engine = shop();
    const tasks = [{ toolId: 'shop:find' }, { toolId: 'shop:refund', dependsOn: ['t1'], success: false }];
    engine.observe({ success: false, tasks });
    expect(ids(engine, { text: 'money', topK: 1 })).toEqual(['shop:refund']);
  });

  it('are bounded in depth and number', () => {
    const engine = shop(Array.from({ length: 100 }, (_, index) => ({ id: `n:${index}`, name: `n${index}` })));
    const edge = (from: string, to: string) => ({ from, to, source: 'user' as const });
    engine.addDependencies(Array.from({ length: 50 }, (_, index) => edge(`n:${index + 1}`, `n:${index}`)));
    engine.addDependencies([edge('n:0', 'shop:refund')]);
    expect(ids(engine, { text: 'money', topK: 1 })).toHaveLength(1 + requirementSettings.maximumDepth);
    engine.addDependencies(Array.from({ length: 90 }, (_, index) => edge(`n:${index}`, 'shop:refund')));
    expect(ids(engine, { text: 'money', topK: 1 })).toHaveLength(1 + requirementSettings.maximumCount);
    const { results } = engine.search({ text: 'money', topK: 1 });
    const shown = results.map(({ toolId }) => toolId);
    for (const { requiredBy = [shown[0]!] } of results) {
      expect(requiredBy.length).toBeGreaterThan(0);
      expect(shown).toEqual(expect.arrayContaining([...requiredBy]));
    }
  });
});

describe('context', () => {
  it('has run: neither it nor what only it needs is a requirement', () => {
    const engine = shop();
    engine.addDependencies([
      { from: 'map:route', to: 'mail:login', source: 'user' },
      { from: 'mail:login', to: 'shop:refund', source: 'user' },
      { from: 'mail:send', to: 'shop:refund', source: 'user' },
    ]);
    const query = { text: 'money', topK: 1 };
    const found = (context: readonly string[]) => ids(engine, { ...query, context });
    expect(found([])).toEqual(['shop:refund', '(mail:login)', '(mail:send)', '(map:route)']);
    expect(found(['mail:login'])).toEqual(['shop:refund', '(mail:send)']);
    expect(found(['map:route'])).toEqual(['shop:refund', '(mail:login)', '(mail:send)']);
    // As a target it may be run again, and finds then what it needs there.
    expect(found(['shop:refund'])).toEqual(['shop:refund']);
    engine.addDependencies([{ from: 'map:route', to: 'mail:send', source: 'user' }]);
    expect(found(['mail:login'])).toEqual(['shop:refund', '(mail:send)', '(map:route)']);
  });

  it('meets what schemas say as well', () => {
    const of = (properties: object) => ({ type: 'object', properties });
    const user = { user_id: { type: 'string' } };
    const engine = createEngine();
    engine.upsertTools([
      { id: 'a:find_user', name: 'find_user', outputSchema: of(user) },
      { id: 'a:user_report', name: 'report', inputSchema: { ...of(user), required: ['user_id'] } },
    ]);
    const query = { text: 'report', topK: 1 };
    expect(ids(engine, query)).toEqual(['a:user_report', '(a:find_user)']);
    expect(ids(engine, { ...query, context: ['a:find_user'] })).toEqual(['a:user_report']);
  });

  it('counts for its neighbours, also where the tools in use are excluded', () => {
    const engine = shop();
    engine.addDependencies([{ from: 'map:route', to: 'mail:send', source: 'user' }]);
    const query = { text: 'order', context: ['map:route'], topK: 5 };
    expect(ids(engine, query)).toContain('mail:send');
    expect(ids(engine, { ...query, exclude: ['map:route'] })).toContain('mail:send');
  });

  it('leaves the others as probable as they are beside what is excluded', () => {
    const engine = shop();
    engine.observe(
      ['Ada', 'Bob', 'Cyd'].map((name, place) => {
        return { id: `${place}`, intent: `give ${name} the bonus`, success: true, tasks: [{ toolId: 'mail:login' }] };
      }),
    );
    engine.observe({ id: 'other', intent: 'give money back', success: true, tasks: [{ toolId: 'shop:refund' }] });
    for (const text of ['give Dan the bonus', 'give money back', 'order', 'mail']) {
      const query = { text, minScore: 0, explain: true, includeRequirements: false, topK: tools.length };
      const { results } = engine.search(query);
      for (const { toolId } of results) {
        const others = engine.search({ ...query, exclude: [toolId] }).results;
        expect(others).toEqual(results.filter((other) => other.toolId !== toolId));
      }
    }
  });

  it('lifts the neighbours of tools in use, and brings in those that the text does not find', () => {
    const engine = shop();
    engine.addDependencies([
      { from: 'map:route', to: 'mail:send', source: 'user' },
      { from: 'map:route', to: 'shop:find', source: 'user' },
      { from: 'mail:send', to: 'shop:refund', source: 'user' },
    ]);
    const found = (context?: readonly string[]) => {
      return engine.search({ text: 'order', context, explain: true, includeRequirements: false }).results;
    };
    expect(
      found()
        .map(({ toolId }) => toolId)
        .sort(),
    ).toEqual(['shop:find', 'shop:refund']);
    const near = found(['map:route']);
    expect(near[0]!.toolId).toBe('shop:find');
    const [direct, indirect, added] = ['shop:find', 'shop:refund', 'mail:send'].map(
      (id) => near.find(({ toolId }) => toolId === id)!.explanation!,
    );
    const strength = 0.95 / contextSettings.priorRuns;
    const weight = (1 - textWeight) / textWeight;
    expect(direct!.graph).toBeCloseTo(weight * strength, 12);
    const adamicAdar = strength ** 2;
    expect(indirect!.graph).toBeCloseTo((weight * adamicAdar) / (1 + adamicAdar), 12);
    expect(added!.graph).toBe(direct!.graph);
    expect(found(['unknown'])).toEqual(found());
    // What the graph says of others takes nothing from a tool.
    const scores = (context?: readonly string[]) => new Map(found(context).map(({ toolId, score }) => [toolId, score]));
    expect(scores(['shop:refund']).get('shop:find')).toBeGreaterThanOrEqual(scores().get('shop:find')!);
  });
});
