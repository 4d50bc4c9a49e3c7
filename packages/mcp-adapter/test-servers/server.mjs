/*
 * A small MCP server over stdio, written on the protocol itself so that it can break it:
 *
 *   node server.mjs BEHAVIOUR [argument]
 */
import { createInterface } from 'node:readline';

const [behaviour = '', argument = ''] = process.argv.slice(2);

/** @param {object} message */
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
/** @param {string} name */
const tool = (name, more = {}) => ({ name, description: `Does ${name}.`, inputSchema: { type: 'object' }, ...more });
/** @param {unknown} value */
const text = (value) => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });
const keepRunning = () => setInterval(() => undefined, 60_000);
/** @param {string} words @param {number} code */
const die = (words, code) => process.stderr.write(`${words}\n`, () => process.exit(code));

const information = {
  protocolVersion: '2025-06-18',
  capabilities: { tools: { listChanged: true } },
  serverInfo: { name: 'test-server', title: 'A server for tests', version: '1.0.0' },
};
const helpers = ['environment', 'fail', 'wait', 'crash', 'unfit', 'echo'].map((name) => tool(name));

/** What each tool does. @type {Record<string, (args: Record<string, unknown>, id: number) => object | undefined>} */
const calls = {
  environment: () => text({ pid: process.pid, variables: process.env }),
  echo: (args) => ({ ...text(args), structuredContent: args }),
  fail: () => ({ ...text('it did not work'), isError: true }),
  wait: () => undefined,
  unfit: () => ({ content: 'no list' }),
  logging: (args, id) => {
    process.stdout.write(`${JSON.stringify({ level: 30, id, msg: 'handled' })}\n`);
    return text(args);
  },
  raw: (args, id) => void send({ id, ...args }),
  deaf: () => {
    lines.pause();
    keepRunning();
    return text('no more');
  },
  crash: () => void die('Error: crashed as asked', 7),
};

/** @type {string[]} */
const cancelled = [];
let listings = 0;

/** What a request is answered with; nothing when undefined. */
const methods = {
  initialize: () => information,
  /** @param {{ cursor?: string }} _params @returns {object | undefined} */
  'tools/list': (_params) => ({ tools: helpers }),
  /** @param {{ name: string, arguments: Record<string, unknown> }} params @param {number} id */
  'tools/call': ({ name, arguments: args }, id) => {
    if (name === 'cancelled') return text(cancelled);
    if (!Object.hasOwn(calls, name)) throw Object.assign(new Error(`Unknown tool: ${name}`), { code: -32602 });
    return calls[name]?.(args, id);
  },
};

/** Each behaviour changes something before the first message. @type {Record<string, () => void>} */
const behaviours = {
  good: () => undefined,
  'with-instructions': () => Object.assign(information, { instructions: 'Use it for tests.' }),
  'without-tools': () => Object.assign(information, { capabilities: {} }),
  'pages-of-two': () => {
    methods['tools/list'] = ({ cursor = '0' }) => {
      const start = Number(cursor);
      const next = start + 2 < helpers.length ? { nextCursor: String(start + 2) } : { nextCursor: '' };
      return { tools: helpers.slice(start, start + 2), ...next };
    };
  },
  'many-tools': () => {
    const tools = Array.from({ length: Number(argument) }, (_, index) => tool(`tool_${index}`));
    methods['tools/list'] = () => ({ tools });
  },
  'odd-tools': () => {
    const schema = { type: 'object', $ref: '#/definitions/missing' };
    methods['tools/list'] = () => ({
      tools: [tool('fine', { outputSchema: schema }), null, { name: 7 }, tool('also_fine')],
    });
  },
  'list-without-tools': () => {
    methods['tools/list'] = () => ({ items: [] });
  },
  'list-of-nothing': () => {
    methods['tools/list'] = (_params, /** @type {number | undefined} */ id) => void send({ id, result: null });
  },
  'same-cursor': () => {
    methods['tools/list'] = () => ({ tools: [tool('again')], nextCursor: 'again' });
  },
  'endless-pages': () => {
    methods['tools/list'] = ({ cursor = '0' }) => ({ tools: [], nextCursor: String(Number(cursor) + 1) });
  },
  'silent-at-initialize': () => {
    process.stderr.write('waiting for a login\n');
    methods.initialize = () => /** @type {never} */ (undefined);
  },
  'silent-at-list': () => {
    methods['tools/list'] = () => undefined;
  },
  'dead-at-start': () => void die(`reading configuration\nError: bad token ${process.env.TOKEN}\n    at main`, 1),
  'dead-at-list': () => {
    methods['tools/list'] = () => void die('Error: out of memory', 3);
  },
  'refusing-at-initialize': () => {
    methods.initialize = () => {
      throw new Error(`not today, ${process.env.TOKEN}`);
    };
  },
  chatty: () => process.stdout.write('Server is listening...\n{"level":"info"}\n\n'),
  'garbage-only': () => {
    process.stdout.write('Welcome!\nPress any key\n');
    methods.initialize = () => /** @type {never} */ (undefined);
  },
  'garbage-flood': () => {
    behaviours['silent-at-list']?.();
    setInterval(() => process.stdout.write('garbage\n'.repeat(500)), 1);
  },
  'endless-line': () => setInterval(() => process.stdout.write('x'.repeat(2 ** 20)), 1),
  'deaf-to-end-of-input': () => void keepRunning(),
  stubborn: () => {
    keepRunning();
    process.on('SIGTERM', () => undefined);
  },
  'stubborn-and-silent': () => {
    behaviours.stubborn?.();
    methods.initialize = () => /** @type {never} */ (undefined);
  },
  changing: () => {
    methods['tools/list'] = () => {
      listings += 1;
      return { tools: [tool('change'), ...Array.from({ length: listings }, (_, index) => tool(`tool_${index}`))] };
    };
    calls.change = ({ next }) => {
      if (next === 'dead') methods['tools/list'] = () => void die('Error: gone', 4);
      if (next === 'malformed') methods['tools/list'] = () => ({});
      for (let count = 0; count < 3; count += 1) send({ method: 'notifications/tools/list_changed' });
      return text('announced');
    };
  },
};

/** @param {{ id?: number, method: keyof typeof methods, params: never }} request */
function answer({ id, method, params }) {
  if (/** @type {string} */ (method) === 'notifications/cancelled') cancelled.push(params.reason);
  if (id === undefined || !(method in methods)) return;
  try {
    const result = methods[method](params, id);
    if (result !== undefined) send({ id, result });
  } catch (error) {
    const { code = -32603, message } = /** @type {Error & { code?: number }} */ (error);
    send({ id, error: { code, message } });
  }
}

const lines = createInterface({ input: process.stdin });
behaviours[behaviour]?.();
lines.on('line', (line) => answer(JSON.parse(line)));
