import type { Query } from '../../data/data-set.js';
import { Bm25 } from '../baselines/bm25.js';
import { rankByVectors } from '../baselines/nearest-vectors.js';
import { createLoadedEngine } from '../engine.js';
import type { Evaluation, Skipped, SkippedSystem, SystemValues } from '../evaluation.js';
import { measureRanking } from '../metrics/ranking.js';
import { targetsOf, withRequirementsInPlace } from '../ranking-of.js';
import type { Subject } from '../subject.js';
import { heldOutQueries } from './held-out-queries.js';
import { splitWorkflows } from './split.js';

const title = 'retrieval';
const topK = 10;

/** Names of the rows that other measures read. */
export const rows = { lexical: 'lexical', dense: 'static', hybrid: 'hybrid static' } as const;

/**
 * Finds tools by intent: by words, by vectors and by both, with nothing learned; then after the set's history, asked
 * what is not in it; then with its declared dependencies, each target followed by what it needs.
 */
export function measureRetrieval(subject: Subject): Evaluation | Skipped {
  const { set, queries, embedded, miniLm } = subject;
  if (queries.length === 0) return { title, skipped: 'no queries' };

  const weights = queries.map(() => 1);
  const system = (
    name: string,
    rank: (query: Query) => readonly string[],
    asked?: ReadonlySet<Query>,
  ): SystemValues | SkippedSystem => ({
    name,
    units: queries.map((query) =>
      asked === undefined || asked.has(query) ? { ...measureRanking(rank(query), query.slots) } : undefined,
    ),
  });

  const bm25 = new Bm25(set.tools.map(({ id, name, description }) => ({ id, text: `${name} ${description}` })));
  const lexical = createLoadedEngine(set);
  const { dependencies } = set;
  const { history } = splitWorkflows(set, 'warm');
  const systems = [
    system('plain BM25', ({ text }) => bm25.rank(text)),
    system(rows.lexical, ({ text }) => targetsOf(lexical.search({ text, topK }))),
    system(rows.dense, ({ text }) => rankByVectors(embedded.tools, embedded.vectors.vectorOf(text))),
    system(rows.hybrid, ({ text }) => targetsOf(subject.cold.search({ ...embedded.query(text), topK }))),
  ];
  if ('skipped' in miniLm) {
    systems.push({ name: 'MiniLM', ...miniLm }, { name: 'hybrid MiniLM', ...miniLm });
  } else {
    const engine = createLoadedEngine(set, { vectors: miniLm.tools });
    const rank = ({ text }: Query) => rankByVectors(miniLm.tools, miniLm.vectors.vectorOf(text));
    systems.push(system('MiniLM', rank, miniLm.queries));
    systems.push(
      system('hybrid MiniLM', ({ text }) => targetsOf(engine.search({ ...miniLm.query(text), topK })), miniLm.queries),
    );
  }
  if (history.length > 0) {
    const engine = subject.hybrid({ history });
    const rank = ({ text }: Query) => targetsOf(engine.search({ ...embedded.query(text), topK }));
    systems.push(system('+ experience', rank, heldOutQueries(set, 'warm')));
  }
  if (dependencies.length > 0) {
    const engine = subject.hybrid({ dependencies });
    const rank = ({ text }: Query) => withRequirementsInPlace(engine.search({ ...embedded.query(text), topK }));
    systems.push(system('+ declared', rank));
  }

  return {
    title,
    note: `${queries.length} of ${set.queries.length} queries`,
    metrics: [
      { key: 'recallAt5', label: 'R@5', main: true, weights },
      { key: 'ndcgAt10', label: 'nDCG@10', main: true, weights },
      { key: 'recallAt1', label: 'R@1', main: false, weights },
      { key: 'recallAt10', label: 'R@10', main: false, weights },
      { key: 'mapAt10', label: 'MAP@10', main: false, weights },
      { key: 'completenessAt5', label: 'compl@5', main: false, weights },
    ],
    baseline: 'plain BM25',
    systems,
  };
}
