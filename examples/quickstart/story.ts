import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectServers, type ServerPool } from '@agentcards/mcp-adapter';
import { type AgentCards, createAgentCards, type Suggestion, type ToolRecord } from 'agentcards';
import { count, duration, row, wrap } from './format.js';
import type { Screen } from './screen.js';
import { serversIn } from './servers.js';
import { tokensOf } from './tokens.js';
import { fedBy, rememberActions } from './workflow.js';

const notes = fileURLToPath(new URL('notes', import.meta.url));

/** What is asked for, and a tool that has to be in the answer. */
const intents = [
  { intent: 'open an issue about the failing build', expected: 'github:create_issue' },
  { intent: 'commit the staged changes', expected: 'git:git_commit' },
  { intent: 'show the sales by region as a pie chart', expected: 'chart:generate_pie_chart' },
];
/** What a person knows about the tools and no definition says. */
const declared = [
  { from: 'git:git_set_working_dir', to: 'git:git_add' },
  { from: 'git:git_add', to: 'git:git_commit' },
];
/** What the agent is told to do, and which note that is about. */
const jobs = [
  { intent: 'remember who does what after the release meeting', topic: 'release' },
  { intent: 'note down the actions of the incident review', topic: 'incident' },
];
/** What is asked before and after: a third intent, and the tools that have run so far. */
const next = {
  intent: 'note down who does what after the design review',
  executed: ['filesystem:search_files', 'filesystem:read_text_file'],
};
const learnt = [...next.executed, 'memory:create_entities', 'memory:open_nodes'];

const serverColumns = [12, -5, -10];
const resultColumns = [5, 36, 32];
const callColumns = [26, -7, 40];

/** @param folder for the database and everything that the servers write */
export async function tell(screen: Screen, folder: string): Promise<void> {
  const dataDir = join(folder, 'data');
  const began = performance.now();

  await using pool = await startServers(screen, folder);
  let known: Knowledge;
  {
    screen.heading(2, 'Index their tools in a database on disk');
    await using cards = await createAgentCards({ dataDir });
    await index(cards, pool, screen);
    await search(cards, screen);
    const before = await ask(cards);
    await work(cards, pool, screen);
    known = await ask(cards);
    compare(before, known, screen);
  }
  await reopen(dataDir, pool, known, screen);
  screen.line();
  screen.good(`All of it checked, in ${duration(performance.now() - began)}.`);
}

function startServers(screen: Screen, folder: string): Promise<ServerPool> {
  const configs = serversIn(folder, notes);
  screen.heading(1, `Start ${configs.length} MCP servers from npm`);
  screen.faint(['server', 'tools', 'started in'], serverColumns);
  return connectServers(configs, {
    onServer({ server, status, tools, milliseconds, message = '' }) {
      if (status === 'connected') screen.row([server, count(tools), duration(milliseconds)], serverColumns);
      else
        for (const [line, text] of wrap(message, 62).entries()) screen.bad(row([line === 0 ? server : '', text], [12]));
    },
  });
}

async function index(cards: AgentCards, pool: ServerPool, screen: Screen): Promise<void> {
  const sources = [...pool];
  const tools = sources.reduce((sum, source) => sum + source.tools.length, 0);
  assert(sources.length >= 8, `Only ${sources.length} servers have started; 8 are needed.`);
  assert(tools >= 200, `The servers have only ${tools} tools; 200 are needed.`);

  const began = performance.now();
  const report = await cards.tools.sync(pool);
  const took = duration(performance.now() - began);
  assert.deepEqual(report.rejected, [], 'Tools were rejected.');
  assert.equal(report.added.length, tools, 'Not every tool was added.');
  await cards.dependencies.add(declared);
  screen.line(
    `${count(tools)} tools of ${sources.length} servers in ${took}; ${declared.length} dependencies declared`,
  );

  // Search works by words already; the vectors for search by meaning are made in the background.
  const waited = performance.now();
  await cards.tools.embedded();
  const { search, embeddings } = await cards.health();
  assert.equal(search, 'hybrid', 'Search is not by words and meaning.');
  assert.equal(embeddings.stored, tools, 'Not every tool has a vector.');
  screen.line(`Search is ${search}: ${count(embeddings.stored)} vectors by ${embeddings.modelId},`);
  screen.line(`which took ${duration(performance.now() - waited)} more, and no download`);
}

async function search(cards: AgentCards, screen: Screen): Promise<void> {
  const all = tokensOf(cards.tools.list());
  screen.heading(3, 'Find the few that an intent needs');
  screen.faint(['score', 'tool', 'what a call needs'], resultColumns);
  for (const { intent, expected } of intents) {
    const began = performance.now();
    const { results } = await cards.search(intent);
    const took = duration(performance.now() - began);
    const found = results.map(({ toolId }) => definition(cards, toolId));
    assert(
      results.some(({ toolId }) => toolId === expected),
      `"${intent}" does not find ${expected}.`,
    );
    const tokens = tokensOf(found);
    assert(tokens < all / 10, `The answer to "${intent}" takes ${tokens} tokens.`);

    screen.line();
    screen.row([`"${intent}"`, `${count(tokens)} tokens, ${took}`], [50, -23]);
    for (const { toolId, score, role, requiredBy = [] } of results) {
      const needs = role === 'target' ? required(definition(cards, toolId)) : `needed by ${requiredBy.join(', ')}`;
      screen.row([role === 'target' ? score.toFixed(2) : 'first', toolId, needs], resultColumns);
    }
  }
  screen.line();
  screen.line(`All ${count(cards.tools.list().length)} definitions would take ${count(all)} tokens.`);
}

/** Runs the same work for two intents, and records what happened. */
async function work(cards: AgentCards, pool: ServerPool, screen: Screen): Promise<void> {
  screen.heading(4, 'Run a workflow, twice, and record it');
  for (const job of jobs) {
    const execution = await rememberActions(pool, { ...job, notes });
    const receipt = await cards.record(execution);
    assert.equal(receipt.status, 'recorded');
    assert.deepEqual(
      execution.tasks.map(({ toolId }) => toolId),
      learnt,
      'The workflow is another one.',
    );

    screen.line();
    screen.line(`"${job.intent}"`);
    for (const [position, task] of execution.tasks.entries()) {
      const fed = fedBy(task, execution.tasks.slice(0, position));
      assert(fed !== undefined || position === 0, `No argument of ${task.toolId} comes from an earlier output.`);
      const source = fed ? `${fed.argument} from ${fed.source}` : `"${job.topic}" from the intent`;
      screen.row([task.toolId, duration(task.endedAt - task.startedAt), source], callColumns);
    }
  }
  const edges = await cards.dependencies.list({ source: 'learned' });
  assert.deepEqual(
    learnt.slice(1).filter((to, position) => !edges.some((edge) => edge.from === learnt[position] && edge.to === to)),
    [],
    'A step of the workflow was not learnt.',
  );
  assert(
    edges.some(({ dataFlowCount }) => dataFlowCount === jobs.length),
    'No edge was learnt from values.',
  );
  screen.line();
  screen.line('Learnt from that, with how often values of the one were used by the other:');
  const position = ({ from, to }: { from: string; to: string }) => learnt.indexOf(from) * 10 + learnt.indexOf(to);
  for (const { from, to, dataFlowCount, observedCount } of edges.sort((a, b) => position(a) - position(b))) {
    screen.row([from, `> ${to}`, `${dataFlowCount} of ${observedCount}`], [26, 32, -6]);
  }
}

/** What the memory answers to the question that is asked before and after the work, and after the restart. */
async function ask(cards: AgentCards) {
  const { suggestionId: _prediction, ...prediction } = await cards.predictNext(next);
  const { suggestionId: _suggestion, ...suggestion } = await cards.suggest(next.intent);
  const found = await cards.search(next.intent);
  return { prediction, suggestion, found, stats: await cards.stats() };
}
type Knowledge = Awaited<ReturnType<typeof ask>>;

function compare(before: Knowledge, after: Knowledge, screen: Screen): void {
  const likely = after.prediction.predictions[0];
  const expected = learnt[next.executed.length];
  const probabilityBefore = before.prediction.predictions.find(({ toolId }) => toolId === expected)?.probability ?? 0;
  assert(likely && likely.toolId === expected, `${likely?.toolId} is predicted, and not ${expected}.`);
  assert(likely.probability > probabilityBefore, 'The prediction has not become more certain.');
  assert.equal(after.suggestion.basis, 'executions', 'The plan does not come from the executions.');
  assert.deepEqual(toolsOf(after.suggestion), learnt, 'The plan is not what was done.');
  assert.notDeepEqual(toolsOf(before.suggestion), learnt, 'The plan was there before anything was learnt.');

  screen.heading(5, 'See what that has changed');
  screen.line(`"${next.intent}"`);
  screen.line();
  screen.line(`next after ${next.executed.at(-1)}`);
  screen.row(['before', ...prediction(before)], [8, 40, -4]);
  screen.row(['now', ...prediction(after)], [8, 40, -4]);
  screen.line();
  screen.line('the whole plan');
  plan('before', before.suggestion, screen);
  plan('now', after.suggestion, screen);
}

function prediction({ prediction: { predictions } }: Knowledge): string[] {
  const [first] = predictions;
  return first ? [first.toolId, first.probability.toFixed(2)] : ['no idea'];
}

function plan(label: string, { dag, basis, confidence }: Suggestion, screen: Screen): void {
  const origin = `from ${basis}, confidence ${confidence.toFixed(2)}`;
  dag.tasks.forEach(({ toolId }, position) => {
    screen.row(position === 0 ? [label, toolId, origin] : ['', toolId], [8, 30, 35]);
  });
}

function toolsOf({ dag }: Suggestion): string[] {
  return dag.tasks.map(({ toolId }) => toolId);
}

async function reopen(dataDir: string, pool: ServerPool, known: Knowledge, screen: Screen): Promise<void> {
  screen.heading(6, 'Close, open again, and find everything still there');
  const began = performance.now();
  await using cards = await createAgentCards({ dataDir });
  const took = duration(performance.now() - began);
  assert.deepEqual(await ask(cards), known, 'The answers are not what they were.');

  const report = await cards.tools.sync(pool);
  const { tools, dependencies, executions } = known.stats;
  assert.equal(report.unchanged.length, tools.active, 'Something was synced again.');
  const { embeddings } = await cards.health();
  assert.deepEqual(
    { stored: embeddings.stored, pending: embeddings.pending },
    { stored: known.stats.embedded, pending: 0 },
    'Something was embedded again.',
  );
  screen.line(`Opened in ${took}: ${tools.active} tools, ${dependencies} dependencies, ${executions} executions.`);
  screen.line('The same answers to the same questions.');
  screen.line(`Synced again: ${report.unchanged.length} unchanged, nothing written, nothing embedded.`);
}

function definition(cards: AgentCards, toolId: string): ToolRecord {
  const tool = cards.tools.get(toolId);
  assert(tool, `${toolId} is not in the index.`);
  return tool;
}

/** Names of the arguments that a call has to have. */
function required({ inputSchema }: ToolRecord): string {
  return Array.isArray(inputSchema.required) ? inputSchema.required.join(', ') : '';
}
