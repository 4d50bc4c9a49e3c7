import { createAgentCards } from 'agentcards';
import { expect, onTestFinished, test } from 'vitest';
import { openGateway, request } from './gateway.js';

const tool = (name: string, description: string) => ({
  name,
  description,
  inputSchema: { type: 'object' as const, properties: { id: { type: 'string' } } },
});

/** Two users, two keys, two servers, and one index for both. */
async function open() {
  const cards = await createAgentCards({ dataDir: 'memory://' });
  onTestFinished(() => cards.close());
  await cards.tools.sync([
    { server: 'payroll', tools: [tool('find_salary', 'Finds what somebody earns'), tool('raise_salary', 'Raises it')] },
    { server: 'github', tools: [tool('find_issue', 'Finds an issue'), tool('close_issue', 'Closes an issue')] },
  ]);
  await cards.dependencies.add([
    { from: 'payroll:find_salary', to: 'payroll:raise_salary' },
    { from: 'payroll:find_salary', to: 'github:close_issue' },
    { from: 'github:find_issue', to: 'github:close_issue' },
  ]);
  for (let turn = 0; turn < 12; turn++) {
    await cards.record({
      intent: turn % 2 ? 'raise the salary after the issue' : 'close the issue',
      success: true,
      tasks: ['github:find_issue', turn % 2 ? 'payroll:raise_salary' : 'github:close_issue'].map((toolId, at) => ({
        id: `t${at}`,
        toolId,
        dependsOn: at ? ['t0'] : [],
        success: true,
      })),
    });
  }
  const { auth } = await openGateway();
  const callerWith = async (username: string, servers: string[]) => {
    const user = await auth.users.create({ username });
    const { key } = await auth.apiKeys.create(user.id, { name: username, scopes: { servers } });
    const { principal } = await auth.authenticate(request({ authorization: `Bearer ${key}` }));
    return { principal, view: cards.as(principal) };
  };
  const [clerk, coder] = [await callerWith('clerk', ['pay*']), await callerWith('coder', ['github'])];
  return { cards, auth, clerk, coder };
}

test('what one caller may see is not there for the other, by whatever question', async () => {
  const { clerk, coder } = await open();
  for (const [{ view }, own, foreign] of [
    [clerk, 'payroll', 'github'],
    [coder, 'github', 'payroll'],
  ] as const) {
    const hidden = [
      `${foreign}:find_salary`,
      `${foreign}:find_issue`,
      `${foreign}:close_issue`,
      `${foreign}:raise_salary`,
    ];
    const answers = [
      view.tools.list(),
      hidden.map((id) => view.tools.get(id) ?? null),
      await view.search('find salary or issue', { topK: 50, alwaysInclude: hidden, explain: true }),
      await view.search('salary issue', { filter: { servers: [foreign, own] }, topK: 50 }),
      await view.predictNext({
        executed: [`${own}:${own === 'github' ? 'find_issue' : 'find_salary'}`],
        topK: 50,
        explain: true,
      }),
      await view.predictNext({ executed: [], candidates: hidden, topK: 50 }),
      await view.suggest('raise the salary after the issue', { explain: true }),
      await view.suggest('close the issue', { alternatives: 5 }),
    ];
    expect(view.tools.list().map(({ serverId }) => serverId)).toEqual([own, own]);
    expect(JSON.stringify(answers)).toContain(`${own}:`);
    expect(JSON.stringify(answers)).not.toContain(`${foreign}:`);
  }
});

test('a hidden tool and one that does not exist cannot be told apart', async () => {
  const { coder } = await open();
  const { view } = coder;
  // The same length, so that texts differ in the id alone.
  const [hidden, absent] = ['payroll:find_salary', 'payroll:find_zzzzzz'];
  const probes = [
    (id: string) => view.search('close the issue', { context: [id], topK: 9, explain: true }),
    (id: string) => view.search('close the issue', { exclude: [id], alwaysInclude: [id], topK: 9 }),
    (id: string) => view.predictNext({ executed: [id], topK: 9, explain: true }),
    (id: string) => view.predictNext({ executed: ['github:find_issue', id], context: [id], topK: 9 }),
    (id: string) => view.predictNext({ executed: [], candidates: [id], topK: 9 }),
    (id: string) => view.suggest('close the issue', { context: [id] }),
    async (id: string) => view.callable(id),
    (id: string) => view.record({ success: true, tasks: [{ id: 't', toolId: id, success: true }] }),
  ];
  for (const probe of probes) {
    const [one, other] = await Promise.all(
      [hidden, absent].map((id) =>
        probe(id).then(
          (answer) => JSON.stringify(answer, (key, value) => (key === 'suggestionId' ? '' : value)),
          ({ code, message, hint }) => JSON.stringify({ code, message, hint }).replaceAll(id, ''),
        ),
      ),
    );
    expect(one).toBe(other);
  }
});

test('a caller is told what cannot be a tool id, of hidden tools too', async () => {
  const { coder } = await open();
  for (const id of ['payroll', 'payroll__find_salary', 'nobody__nothing']) {
    for (const options of [{ exclude: [id] }, { alwaysInclude: [id] }]) {
      await expect(coder.view.search('close the issue', options)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.not.stringContaining(id),
        hint: expect.not.stringContaining('payroll'),
      });
    }
  }
  await expect(coder.view.search('close', { context: [5] as never })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('before a call it is asked whether the caller may make it', async () => {
  const { cards, coder, clerk } = await open();
  expect(coder.view.callable('github:close_issue').toolId).toBe('github:close_issue');
  for (const id of ['payroll:find_salary', 'nobody:nothing']) {
    expect(() => coder.view.callable(id)).toThrow(expect.objectContaining({ code: 'TOOL_UNKNOWN' }));
  }
  for (const id of [undefined, 5, null, {}]) {
    expect(() => coder.view.callable(id as never)).toThrow(expect.objectContaining({ code: 'TOOL_UNKNOWN' }));
  }
  await cards.tools.remove(['payroll:find_salary']);
  expect(() => clerk.view.callable('payroll:find_salary')).toThrow(expect.objectContaining({ code: 'TOOL_UNKNOWN' }));
});

test('what a caller did is learned from, and what they may not have done is not', async () => {
  const { cards, coder } = await open();
  const before = (await cards.stats()).executions;
  await coder.view.record({ success: true, tasks: [{ id: 't', toolId: 'github:find_issue', success: true }] });
  const foreign = { success: true, tasks: [{ id: 't', toolId: 'payroll:find_salary', success: true }] };
  await expect(coder.view.record(foreign)).rejects.toMatchObject({ code: 'TOOL_UNKNOWN' });
  await expect(coder.view.record({ success: true } as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  expect((await cards.stats()).executions).toBe(before + 1);
});

test('a caller who cannot say what is permitted is none, and one who throws sees nothing', async () => {
  const { cards, coder } = await open();
  const copied = JSON.parse(JSON.stringify(coder.principal));
  expect(() => cards.as(copied)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  const broken = cards.as({
    permits() {
      throw new Error('no');
    },
  });
  expect(broken.tools.list()).toEqual([]);
  expect((await broken.search('issue')).results).toEqual([]);
});

test('a principal cannot be given more by whoever holds it', async () => {
  const { auth } = await openGateway();
  const user = await auth.users.create({ username: 'x' });
  const { key } = await auth.apiKeys.create(user.id, { name: 'x', scopes: { servers: ['github'] } });
  const authenticated = () => auth.authenticate(request({ authorization: `Bearer ${key}` }));
  const { principal } = await authenticated();
  expect(() => (principal.scopes.servers as string[]).push('*')).toThrow(TypeError);
  expect(() => Object.assign(principal.scopes, { servers: undefined })).toThrow(TypeError);
  expect(() => Object.assign(principal, { role: 'admin' })).toThrow(TypeError);
  expect((await authenticated()).principal).toMatchObject({ role: 'user', scopes: { servers: ['github'] } });
});

test('in `protect` an error of this package is an answer, and any other is the gateway’s own', async () => {
  const { auth, coder } = await open();
  const user = await auth.users.create({ username: 'x' });
  const { key } = await auth.apiKeys.create(user.id, { name: 'x' });
  const sent = request({ authorization: `Bearer ${key}` });
  const denied = await auth.protect(sent, (principal) => {
    auth.requireRole(principal, 'admin');
    return new Response();
  });
  expect(denied.status).toBe(403);
  const unknown = auth.protect(sent, () => Response.json(coder.view.callable('payroll:find_salary')));
  await expect(unknown).rejects.toMatchObject({ code: 'TOOL_UNKNOWN' });
  await expect(
    auth.protect(sent, () => {
      throw new TypeError('a mistake');
    }),
  ).rejects.toThrow('a mistake');
});

test('nobody reads in an answer what others have asked for', async () => {
  const { cards, coder } = await open();
  const said = 'close the issue that says what Grace earns';
  const tasks = [{ id: 'a', toolId: 'github:close_issue', success: true }];
  await cards.record({ id: 'run of the clerk', intent: said, success: true, tasks });
  const own = await cards.suggest('what Grace earns', { explain: true });
  expect(own.rationale[0]).toContain(said);
  expect(own.dag.tasks.flatMap(({ reason }) => reason.executions)).toContain('run of the clerk');

  const { view } = coder;
  const answers = [
    await view.suggest('what Grace earns', { explain: true }),
    await view.suggest('what Grace earns', { anonymous: false }),
    await view.search('what Grace earns', { explain: true }),
    await view.predictNext({ intent: 'what Grace earns', executed: [], explain: true }),
  ];
  expect(JSON.stringify(answers[0])).toContain('the nearest ran github:close_issue');
  expect(JSON.stringify(answers)).not.toMatch(/that says|run of the clerk/);
});

test('a question without the form of one is refused, and answers nothing', async () => {
  const { view } = (await open()).coder;
  const nothing = null as never;
  const refused = { code: 'INVALID_INPUT' };
  await expect(view.search('find salary', nothing)).rejects.toMatchObject(refused);
  await expect(view.suggest('find salary', nothing)).rejects.toMatchObject(refused);
  await expect(view.predictNext(nothing)).rejects.toMatchObject(refused);
  await expect(view.search('find salary', { filter: 'all' as never })).rejects.toMatchObject(refused);
  const misspelt = { filter: { server: ['payroll'] } } as never;
  await expect(view.suggest('find issue', misspelt)).rejects.toMatchObject(refused);
  for (const tasks of [[null], [undefined], [5], 'all']) {
    await expect(view.record({ success: true, tasks } as never)).rejects.toMatchObject(refused);
  }
});

test.each([
  [{}, 'github:find_issue', true],
  [{ servers: ['github'] }, 'github:find_issue', true],
  [{ servers: ['git'] }, 'github:find_issue', false],
  [{ servers: ['GitHub'] }, 'github:find_issue', false],
  [{ servers: [] }, 'github:find_issue', false],
  [{ tools: ['github:find_*'] }, 'github:find_issue', true],
  [{ tools: ['*_issue'] }, 'github:find_issue', true],
  [{ tools: ['*:*_*'] }, 'github:find_issue', true],
  [{ tools: ['github:*find_issue*'] }, 'github:find_issue', true],
  [{ tools: ['github:find_issue*find_issue'] }, 'github:find_issue', false],
  [{ tools: ['github:find.issue'] }, 'github:find_issue', false],
  [{ servers: ['*'], tools: ['payroll:*'] }, 'github:find_issue', false],
])('scopes %j and %s: %s', async (scopes, toolId, isPermitted) => {
  const { auth } = await openGateway();
  const user = await auth.users.create({ username: 'x' });
  const { key } = await auth.apiKeys.create(user.id, { name: 'x', scopes });
  const { principal } = await auth.authenticate(request({ authorization: `Bearer ${key}` }));
  expect(principal.permits({ toolId, serverId: toolId.split(':')[0]! })).toBe(isPermitted);
});

test('an old name leads nobody to a tool that is hidden by its new one', async () => {
  const cards = await createAgentCards({ dataDir: 'memory://', embedder: null });
  onTestFinished(() => cards.close());
  await cards.tools.sync([
    { server: 'old', tools: [tool('mail', 'Mails'), tool('archive', 'Archives')] },
    { server: 'hr', tools: [tool('mail', 'Mails'), tool('end_contract', 'Ends it')] },
  ]);
  await cards.tools.remove(['old:mail']);
  await cards.tools.acceptRename({ from: 'old:mail', to: 'hr:mail' });
  const tasks = [
    { id: '1', toolId: 'hr:mail', success: true },
    { id: '2', toolId: 'old:archive', dependsOn: ['1'], success: true },
  ];
  for (let turn = 0; turn < 5; turn++) await cards.record({ success: true, tasks });
  const view = cards.as({ permits: ({ serverId }) => serverId === 'old' });
  const after = async (executed: string[]) => {
    const { predictions, stop } = await view.predictNext({ executed });
    return { predictions, stop };
  };
  expect((await cards.predictNext({ executed: ['old:mail'] })).predictions[0]?.toolId).toBe('old:archive');
  expect(await after(['old:mail'])).toEqual(await after(['old:never_was']));
  const renamed = view.record({ success: true, tasks: [{ id: '1', toolId: 'old:mail', success: true }] });
  await expect(renamed).rejects.toMatchObject({ code: 'TOOL_UNKNOWN' });
});
