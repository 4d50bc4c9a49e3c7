import type { DataSet } from '../data/data-set.js';
import { flexSearch } from '../peers/flex-search.js';
import { askGraphToolCall } from '../peers/graph-tool-call.js';
import { miniSearch, miniSearchStopWords } from '../peers/mini-search.js';
import { oramaHybrid, oramaText } from '../peers/orama.js';
import type { Peer, PeerSearch, PeerTool } from '../peers/peer.js';
import { winkBm25 } from '../peers/wink-bm25.js';
import { openStaticVectors } from '../quality/embedding/static-vectors.js';
import { evenlySpaced } from '../quality/evenly-spaced.js';
import { mean } from '../quality/mean.js';
import { measureRanking } from '../quality/metrics/ranking.js';
import { targetsOf } from '../quality/ranking-of.js';
import { type EmbeddedWorkload, embedWorkload } from './embedded-workload.js';
import { medianLatencies, toRounds } from './rounds.js';
import { createWorkload } from './workload.js';

const topK = 10;
const size = 5_000;
const queriesASet = 50;
const rivalSet = 'livemcp';

interface PeerRow {
  readonly name: string;
  /** R@5 by set. */
  readonly recall: Readonly<Record<string, number>>;
  readonly buildMilliseconds: number;
  readonly p50: number;
}

export interface PeersReport {
  readonly rows: readonly PeerRow[];
  readonly graphToolCall:
    | { readonly skipped: string }
    | { readonly version: string; readonly recall: number; readonly p50: number; readonly timesSlower: number };
}

/** Quality (R@5 on every set) and speed (p50 and build at 5,000 tools) of AgentCards and of others, one row each. */
export async function measurePeers(sets: readonly DataSet[], calls: number): Promise<PeersReport> {
  const vectors = await openStaticVectors();
  const asked = sets.filter(({ queries }) => queries.length > 0);
  const catalogues = new Map<DataSet, EmbeddedWorkload>();
  for (const set of asked) catalogues.set(set, await embedWorkload({ tools: set.tools, intents: [] }));
  const workload = await embedWorkload(createWorkload(sets, size));
  const peers = [
    ours('AgentCards, hybrid', workload, catalogues, true),
    ours('AgentCards, lexical', workload, catalogues, false),
    ...[miniSearch, miniSearchStopWords, oramaText, oramaHybrid, flexSearch, winkBm25],
  ];

  const searches: Record<string, PeerSearch> = {};
  const built: Omit<PeerRow, 'p50'>[] = [];
  for (const peer of peers) {
    const recall: Record<string, number> = {};
    for (const set of asked) {
      const search = await peer.build(catalogues.get(set)!.peerTools, topK);
      const found: number[] = [];
      for (const { text, slots } of evenlySpaced(set.queries, queriesASet)) {
        found.push(measureRanking(await search(text, vectors.vectorOf(text)), slots).recallAt5);
      }
      recall[set.name] = mean(found);
    }
    const start = performance.now();
    searches[peer.name] = await peer.build(workload.peerTools, topK);
    built.push({ name: peer.name, recall, buildMilliseconds: performance.now() - start });
  }
  const times = await medianLatencies(
    Object.fromEntries(
      Object.entries(searches).map(([name, search]) => [
        name,
        (call: number) => {
          const text = workload.intents[call % workload.intents.length]!;
          return search(text, vectors.vectorOf(text));
        },
      ]),
    ),
    calls,
  );
  const rows = built.map((row) => ({ ...row, p50: toRounds(times[row.name]!).median }));
  const rival = asked.find(({ name }) => name === rivalSet);
  return {
    rows,
    graphToolCall:
      rival === undefined
        ? { skipped: `no set ${rivalSet}` }
        : await besideGraphToolCall(rival, catalogues.get(rival)!, calls),
  };
}

/** AgentCards as one of the contestants; the hybrid embeds every intent, which the others are given. */
function ours(
  name: string,
  workload: EmbeddedWorkload,
  catalogues: ReadonlyMap<DataSet, EmbeddedWorkload>,
  hybrid: boolean,
): Peer {
  const workloadOf = (tools: readonly PeerTool[]) =>
    [workload, ...catalogues.values()].find(({ peerTools }) => peerTools === tools)!;
  return {
    name,
    build(tools) {
      const embedded = workloadOf(tools);
      const engine = embedded.createEngine();
      return (text) => targetsOf(hybrid ? embedded.hybridSearch(engine, text, topK) : engine.search({ text, topK }));
    },
  };
}

async function besideGraphToolCall(set: DataSet, workload: EmbeddedWorkload, calls: number) {
  const intents = set.queries.map(({ text }) => text);
  const theirs = askGraphToolCall(set.tools, intents, topK);
  if ('skipped' in theirs) return theirs;
  const engine = workload.createEngine();
  const { search } = await medianLatencies(
    { search: (call) => workload.hybridSearch(engine, intents[call % intents.length]!, topK) },
    calls,
  );
  const p50 = toRounds(theirs.milliseconds).median;
  return {
    version: theirs.version,
    recall: mean(theirs.answers.map((answer, index) => measureRanking(answer, set.queries[index]!.slots).recallAt5)),
    p50,
    timesSlower: p50 / toRounds(search).median,
  };
}

export function renderPeers({ rows, graphToolCall }: PeersReport): string[] {
  const sets = Object.keys(rows[0]?.recall ?? {});
  const head = ['mean R@5', ...sets, `p50 ms`, 'build ms'].map((label) => label.padStart(11)).join('');
  return [
    `Beside others: R@5 on at most ${queriesASet} queries a set; p50 and build at ${size} tools`,
    `${''.padEnd(24)}${head}`,
    ...rows.map(({ name, recall, p50, buildMilliseconds }) => {
      const recalls = [mean(Object.values(recall)), ...Object.values(recall)].map((value) => value.toFixed(3));
      const cells = [...recalls, p50.toFixed(2), buildMilliseconds.toFixed(0)].map((cell) => cell.padStart(11));
      return `${name.padEnd(24)}${cells.join('')}`;
    }),
    'skipped' in graphToolCall
      ? `graph-tool-call: skipped, ${graphToolCall.skipped}`
      : `graph-tool-call ${graphToolCall.version} on ${rivalSet}: R@5 ${graphToolCall.recall.toFixed(3)}, p50 ${graphToolCall.p50.toFixed(1)} ms, ` +
        `${graphToolCall.timesSlower.toFixed(0)} times as long as hybrid search (F17: ≥ 500, ${graphToolCall.timesSlower >= 500 ? 'met' : 'NOT MET'})`,
  ];
}
