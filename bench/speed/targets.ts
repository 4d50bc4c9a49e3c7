import { createStaticEmbedder } from '@agentcards/embedder-static';
import { createEngine } from '@agentcards/graphrag';
import type { DataSet } from '../data/data-set.js';
import { miniSearch, miniSearchStopWords } from '../peers/mini-search.js';
import type { Peer, PeerSearch } from '../peers/peer.js';
import { type Finding, renderFinding } from '../quality/finding.js';
import { embedWorkload } from './embedded-workload.js';
import { medianLatencies, type Rounds, ratios, roundCount, toRounds } from './rounds.js';
import { liveBytes } from './timing.js';
import { measureVectorScan } from './vector-scan.js';
import { createWorkload } from './workload.js';

const topK = 10;
/** Quick calls get more of them: a median of twenty that take half a millisecond is noise. */
const searches = [
  { size: 500, share: 10 },
  { size: 5_000, share: 1 },
];
const buildSize = 5_000;
const growth = [100, 1_000, 10_000, 100_000];

/** F17: ratios of one run beside their targets, each the median of five rounds. Prints as it goes. */
export async function measureTargets(sets: readonly DataSet[], calls: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  const report = (what: string, rounds: Rounds, target?: Finding['target'], ...details: string[]) => {
    const spread = `${roundCount} rounds: ${rounds.values.map((value) => value.toFixed(3)).join(' ')}`;
    const finding = { point: 'F17', what, value: rounds.median, target, details: [spread, ...details] };
    findings.push(finding);
    console.log(renderFinding(finding).join('\n'));
  };
  for (const { size, share } of searches) await searchBesideMiniSearch(sets, size, calls * share, report);
  await buildBesideMiniSearch(sets, report);
  const scan = await measureVectorScan(Math.max(5, Math.ceil(calls / 4)));
  report('exact scan of 10k × 1024 float32 / reading the bytes by memchr', scan.againstRead, { atMost: 1.5 });
  report('the same / reading them by a loop of JavaScript in eight sums', scan.againstLoop);
  report('the same, milliseconds', scan.scan);
  await costPerTool(sets, calls, report);
  await staticEmbedder(sets, report);
  return findings;
}

type Report = (what: string, rounds: Rounds, target?: Finding['target'], ...details: string[]) => void;

const buildPeer = (peer: Peer, tools: Parameters<Peer['build']>[0]) => peer.build(tools, topK) as PeerSearch;

async function searchBesideMiniSearch(sets: readonly DataSet[], size: number, calls: number, report: Report) {
  const workload = await embedWorkload(createWorkload(sets, size));
  const engine = workload.createEngine();
  const plain = buildPeer(miniSearch, workload.peerTools);
  const stopWords = buildPeer(miniSearchStopWords, workload.peerTools);
  const intent = (call: number) => workload.intents[call % workload.intents.length]!;
  const none = new Float32Array();
  const times = await medianLatencies(
    {
      hybrid: (call) => workload.hybridSearch(engine, intent(call), topK),
      lexical: (call) => engine.search({ text: intent(call), topK }),
      plain: (call) => plain(intent(call), none),
      stopWords: (call) => stopWords(intent(call), none),
    },
    calls,
  );
  const shown = Object.entries(times).map(([name, p50]) => `${name} ${toRounds(p50).median.toFixed(3)}`);
  const milliseconds = `p50 in milliseconds: ${shown.join(', ')}`;
  report(
    `hybrid search, ${size} tools / MiniSearch text`,
    ratios(times.hybrid, times.plain),
    { atMost: 1 },
    milliseconds,
  );
  report(`hybrid search, ${size} tools / MiniSearch text, stop words`, ratios(times.hybrid, times.stopWords), {
    atMost: 1,
  });
}

async function buildBesideMiniSearch(sets: readonly DataSet[], report: Report) {
  const workload = createWorkload(sets, buildSize);
  const { tools } = workload;
  const { peerTools } = await embedWorkload(workload);
  const build = () => {
    const engine = createEngine();
    engine.upsertTools(tools);
    return engine;
  };
  const rounds = Array.from({ length: roundCount + 1 }, () => ({
    ours: weigh(build),
    plain: weigh(() => buildPeer(miniSearch, peerTools)),
    stopWords: weigh(() => buildPeer(miniSearchStopWords, peerTools)),
  })).slice(1);
  const of = (name: 'ours' | 'plain' | 'stopWords', key: 'milliseconds' | 'bytes') =>
    rounds.map((one) => one[name][key]);
  const kilobytes = (name: 'ours' | 'plain') => toRounds(of(name, 'bytes').map((bytes) => bytes / buildSize / 1024));
  const ours = of('ours', 'milliseconds');
  report(
    `index build, ${buildSize} tools / MiniSearch`,
    ratios(ours, of('plain', 'milliseconds')),
    { atMost: 1 },
    `milliseconds: ours ${toRounds(ours).median.toFixed(0)}, MiniSearch ${toRounds(of('plain', 'milliseconds')).median.toFixed(0)}`,
  );
  report(`index build, ${buildSize} tools / MiniSearch, stop words`, ratios(ours, of('stopWords', 'milliseconds')), {
    atMost: 1,
  });
  report(
    'memory a tool without its vector, kB',
    kilobytes('ours'),
    undefined,
    `MiniSearch ${kilobytes('plain').median.toFixed(2)}; a static vector is 1.00, as int8 0.25`,
  );
}

function weigh(make: () => unknown) {
  const before = liveBytes();
  const start = performance.now();
  const made = make();
  const milliseconds = performance.now() - start;
  return { milliseconds, bytes: liveBytes() - before, made };
}

async function costPerTool(sets: readonly DataSet[], calls: number, report: Report) {
  const perTool: { size: number; rounds: Rounds }[] = [];
  for (const size of growth) {
    const workload = await embedWorkload(createWorkload(sets, size));
    const engine = workload.createEngine();
    const { search } = await medianLatencies(
      { search: (call) => workload.hybridSearch(engine, workload.intents[call % workload.intents.length]!, topK) },
      calls,
    );
    perTool.push({ size, rounds: toRounds(search.map((p50) => (1_000 * p50) / size)) });
  }
  for (const { size, rounds } of perTool) report(`hybrid search, microseconds a tool, ${size} tools`, rounds);
  const [, second] = perTool;
  report(
    'cost a tool at 100,000 tools / at 1,000 tools',
    ratios(perTool.at(-1)!.rounds.values, second!.rounds.values),
    { atMost: 1 },
  );
}

async function staticEmbedder(sets: readonly DataSet[], report: Report) {
  const loads: number[] = [];
  let embedder = await createStaticEmbedder();
  for (let round = 0; round < roundCount; round += 1) {
    const start = performance.now();
    embedder = await createStaticEmbedder();
    loads.push(performance.now() - start);
  }
  const short = sets.flatMap(({ queries }) => queries.slice(0, 300)).filter(({ text }) => text.length <= 80);
  const times = Array.from({ length: roundCount }, () => {
    const start = performance.now();
    for (const { text } of short) embedder.embedText(text);
    return (1_000 * (performance.now() - start)) / short.length;
  });
  report('load of the static embedder, milliseconds', toRounds(loads), { atMost: 60 });
  report(`static embedding of an intent of at most 80 characters, microseconds`, toRounds(times), { atMost: 50 });
}
