import type { DataSet, Query } from '../../data/data-set.js';
import { Bm25 } from '../baselines/bm25.js';
import { createLoadedEngine, type Engine } from '../engine.js';
import type { Evaluation, Skipped } from '../evaluation.js';
import { measureRanking } from '../metrics/ranking.js';

const title = 'retrieval';
const depth = 10;

/**
 * Finds tools by intent, with nothing learned. At most `maxQueries` queries, evenly spaced over the file: some files
 * are sorted by tool, so that their first rows are about a few tools only.
 */
export function measureRetrieval(set: DataSet, maxQueries: number): Evaluation | Skipped {
  const queries = evenlySpaced(set.queries, maxQueries);
  if (queries.length === 0) return { title, skipped: 'no queries' };

  const weights = queries.map(() => 1);
  const bm25 = new Bm25(set.tools.map(({ id, name, description }) => ({ id, text: `${name} ${description}` })));
  const bare = createLoadedEngine(set);
  const declared = set.dependencies.length > 0 ? createLoadedEngine(set, set.dependencies) : undefined;
  const system = (name: string, rank: (query: Query) => readonly string[]) => ({
    name,
    units: queries.map((query) => ({ ...measureRanking(rank(query), query.slots) })),
  });

  return {
    title,
    note: `${queries.length} of ${set.queries.length} queries`,
    metrics: [
      { key: 'recallAt5', label: 'R@5', main: true, weights },
      { key: 'recallAt1', label: 'R@1', main: false, weights },
      { key: 'recallAt10', label: 'R@10', main: false, weights },
      { key: 'ndcgAt10', label: 'nDCG@10', main: false, weights },
      { key: 'mapAt10', label: 'MAP@10', main: false, weights },
      { key: 'completenessAt5', label: 'compl@5', main: false, weights },
    ],
    baseline: 'plain BM25',
    systems: [
      system('plain BM25', ({ text }) => bm25.rank(text)),
      system('engine', ({ text }) => searchWithRequirements(bare, text)),
      ...(declared ? [system('engine + declared', ({ text }) => searchWithRequirements(declared, text))] : []),
    ],
  };
}

/** Ranks each target, then what it needs where that was not ranked before. */
function searchWithRequirements(engine: Engine, text: string): string[] {
  const { results } = engine.search({ text, topK: depth });
  const ranking = new Set<string>();
  const add = (id: string) => {
    ranking.add(id);
    for (const { toolId, requiredBy } of results) if (requiredBy?.includes(id) && !ranking.has(toolId)) add(toolId);
  };
  for (const { toolId, role } of results) if (role === 'target') add(toolId);
  return [...ranking];
}

function evenlySpaced<Item>(items: readonly Item[], limit: number): readonly Item[] {
  if (items.length <= limit) return items;
  return Array.from({ length: limit }, (_, index) => items[Math.floor((index * items.length) / limit)]!);
}
