/**
 * What a search loses in catalogues whose vectors an index compares: the engine is given the cosines of the nearest tools
 * alone, or of those and of the ones that are likeliest without vectors, and is compared with one that holds all vectors.
 *
 *     pnpm bench:index-quality [--nearest 50] [--told 100]
 *
 * All sets of ../shared/bench are one catalogue. 50 nearest of its 9,000 tools are as 200 of 36,000.
 */
import { parseArgs } from 'node:util';
import type { DataSet } from '../data/data-set.js';
import { openData } from '../data/open-data.js';
import { nearestByVectors } from './baselines/nearest-vectors.js';
import { openStaticVectors } from './embedding/static-vectors.js';
import { evenlySpaced } from './evenly-spaced.js';
import { measureRanking } from './metrics/ranking.js';
import { targetsOf } from './ranking-of.js';
import { openSubject } from './subject.js';

const number = { type: 'string' } as const;
const { values } = parseArgs({
  options: { nearest: { ...number, default: '50' }, told: { ...number, default: '100' } },
});
const [nearest, told] = [Number(values.nearest), Number(values.told)];
const topK = 5;

const { sets, note } = openData(undefined, undefined);
console.log(note);
const vectors = await openStaticVectors();
const set = oneCatalogue(sets);
const options = { vectors, miniLm: { skipped: 'not asked for' }, maxQueries: set.queries.length, miniLmQueries: 0 };
const { cold: engine, embedded } = await openSubject(set, options);
console.log(`${set.tools.length} tools, ${set.queries.length} intents`);

type Way = 'all in memory' | 'nearest' | 'nearest and told';
const sums = new Map<Way, { recall: number; distance: number }>();
for (const { text: intent, slots } of set.queries) {
  const { text, embedding } = embedded.query(intent);
  const cosines = new Map(nearestByVectors(embedded.tools, embedding!).map(({ toolId, cosine }) => [toolId, cosine]));
  const near = [...cosines].slice(0, nearest);
  const likeliest = engine.search({ text, topK: told, minScore: 0, includeRequirements: false }).results;
  const others = likeliest.map(({ toolId }) => [toolId, cosines.get(toolId)!] as const);
  const exact = engine.search({ text, embedding, topK, includeRequirements: false });
  const tally = (way: Way, answer: typeof exact) => {
    const sum = sums.get(way) ?? { recall: 0, distance: 0 };
    sum.recall += measureRanking(targetsOf(answer), slots).recallAt5;
    sum.distance += Math.abs((answer.results[0]?.score ?? 0) - (exact.results[0]?.score ?? 0));
    sums.set(way, sum);
  };
  const outside = (similarities: ReadonlyMap<string, number>) =>
    engine.search({ text, similarities, topK, includeRequirements: false });
  tally('all in memory', exact);
  tally('nearest', outside(new Map(near)));
  tally('nearest and told', outside(new Map([...others, ...near])));
}
for (const [way, { recall, distance }] of sums) {
  const [of, by] = [recall, distance].map((sum) => (sum / set.queries.length).toFixed(4));
  console.log(`${way.padEnd(16)} R@5 ${of}, best score differs from the exact one by ${by} in the mean`);
}

function oneCatalogue(sets: readonly DataSet[]): DataSet {
  const tools = sets.flatMap(({ name, tools }) => tools.map((tool) => ({ ...tool, id: `${name}/${tool.id}` })));
  const queries = sets.flatMap(({ name, queries }) =>
    evenlySpaced(queries, 300).map(({ id, text, slots }) => ({
      id: `${name}/${id}`,
      text,
      slots: slots.map((tools) => tools.map((tool) => `${name}/${tool}`)),
    })),
  );
  return { name: 'all', tools, queries, workflows: [], dependencies: [] };
}
