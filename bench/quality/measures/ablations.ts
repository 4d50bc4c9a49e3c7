import type { EngineOptions, LexicalOptions, Tokenizer } from '@agentcards/graphrag';
import { toolFields } from '../../../packages/graphrag/src/retrieval/lexical-settings.js';
import { stopWords } from '../../../packages/graphrag/src/retrieval/stop-words.js';
import { createTokenizer, exactFormMark } from '../../../packages/graphrag/src/retrieval/tokenize.js';
import type { Query } from '../../data/data-set.js';
import { rankByVectors } from '../baselines/nearest-vectors.js';
import { createLoadedEngine } from '../engine.js';
import { evenlySpaced } from '../evenly-spaced.js';
import { mean } from '../mean.js';
import { measureRanking } from '../metrics/ranking.js';
import { targetsOf } from '../ranking-of.js';
import type { Subject } from '../subject.js';

const topK = 10;
const queriesASet = 150;
/** The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009). */
const rankConstant = 60;

interface Scores {
  readonly recallAt5: number;
  readonly ndcgAt10: number;
}

/** The engine with one thing left out, means over sets: with vectors and by words alone. */
export interface Ablation {
  readonly name: string;
  readonly hybrid: Scores;
  readonly lexical: Scores | undefined;
}

/** The first is the engine as it is. */
export function measureAblations(subjects: readonly Subject[]): Ablation[] {
  const asked = subjects
    .filter(({ queries }) => queries.length > 0)
    .map((subject) => ({ subject, queries: evenlySpaced(subject.queries, queriesASet) }));
  const over = (rankerOf: (subject: Subject) => (query: Query) => readonly string[]): Scores => {
    const bySet = asked.map(({ subject, queries }) => {
      const rank = rankerOf(subject);
      const measures = queries.map((query) => measureRanking(rank(query), query.slots));
      return {
        recallAt5: mean(measures.map(({ recallAt5 }) => recallAt5)),
        ndcgAt10: mean(measures.map(({ ndcgAt10 }) => ndcgAt10)),
      };
    });
    return {
      recallAt5: mean(bySet.map(({ recallAt5 }) => recallAt5)),
      ndcgAt10: mean(bySet.map(({ ndcgAt10 }) => ndcgAt10)),
    };
  };
  const hybridRanker = (options?: EngineOptions) => (subject: Subject) => {
    const engine = subject.hybrid({ options });
    return ({ text }: Query) => {
      return targetsOf(engine.search({ ...subject.embedded.query(text), topK }));
    };
  };
  const lexicalRanker =
    (options?: EngineOptions, depth = topK) =>
    ({ set }: Subject) => {
      const engine = createLoadedEngine(set, { options });
      return ({ text }: Query) => targetsOf(engine.search({ text, topK: depth }));
    };
  const vary = (name: string, options?: EngineOptions): Ablation => ({
    name,
    hybrid: over(hybridRanker(options)),
    lexical: over(lexicalRanker(options)),
  });
  const settings = (name: string, lexical: LexicalOptions) => vary(name, { lexical });

  return [
    vary('as it is'),
    ...toolFields
      // Fields that no data set has would show nothing.
      .filter((field) => field !== 'title' && field !== 'serverDescription')
      .map((field) => settings(`without the field ${field}`, { fields: { [field]: { weight: 0 } } })),
    settings('all fields alike', {
      fields: Object.fromEntries(toolFields.map((field) => [field, { weight: 1, lengthNormalization: 0.75 }])),
    }),
    settings('without exact forms', { exactFormWeight: 0 }),
    settings('numbers as words', { numberWeight: 1 }),
    settings('without similar words', { similarWordWeight: 0 }),
    vary('its own tokenizer, handed in', { tokenize: createTokenizer() }),
    vary('  without stemming', { tokenize: withoutStems(createTokenizer()) }),
    vary('  without identifier splitting', { tokenize: withoutSplitting(createTokenizer()) }),
    vary('  with function words', { tokenize: withFunctionWords(createTokenizer()) }),
    vary('without clauses', { lexical: { clauseShare: 0 } }),
    { name: 'words alone', hybrid: over(lexicalRanker()), lexical: undefined },
    {
      name: 'vectors alone',
      hybrid: over(
        ({ embedded }) =>
          ({ text }) =>
            rankByVectors(embedded.tools, embedded.vectors.vectorOf(text)),
      ),
      lexical: undefined,
    },
    {
      name: 'fused by reciprocal ranks',
      hybrid: over((subject) => {
        const words = lexicalRanker(undefined, 100)(subject);
        const { tools, vectors } = subject.embedded;
        return (query) => fuseRanks(words(query), rankByVectors(tools, vectors.vectorOf(query.text)).slice(0, 100));
      }),
      lexical: undefined,
    },
  ];
}

export function renderAblations(ablations: readonly Ablation[]): string[] {
  const [whole] = ablations;
  if (whole === undefined) return [];
  const cells = (scores: Scores | undefined, reference: Scores | undefined, isFirst: boolean) =>
    (['recallAt5', 'ndcgAt10'] as const)
      .map((key) => {
        if (scores === undefined || reference === undefined) return '';
        if (isFirst) return scores[key].toFixed(4);
        const difference = scores[key] - reference[key];
        return `${difference < 0 ? '' : '+'}${difference.toFixed(4)}`;
      })
      .map((cell) => cell.padStart(12));
  const head = ['hybrid R@5', 'nDCG@10', 'lexical R@5', 'nDCG@10'].map((label) => label.padStart(12)).join('');
  return [
    `What each part is worth: mean over sets, at most ${queriesASet} queries each; rows below the first are differences`,
    `${''.padEnd(36)}${head}`,
    ...ablations.map(({ name, hybrid, lexical }, index) =>
      `${name.padEnd(36)}${[...cells(hybrid, whole.hybrid, index === 0), ...cells(lexical, whole.lexical, index === 0)].join('')}`.trimEnd(),
    ),
  ];
}

/** Words as they are spelt: the exact forms that stand behind each stem, without their mark. */
function withoutStems(tokenize: Tokenizer): Tokenizer {
  return (text) => {
    const terms = tokenize(text);
    return terms.flatMap((term, index) => {
      if (term.startsWith(exactFormMark)) return [term.slice(exactFormMark.length)];
      return terms[index + 1]?.startsWith(exactFormMark) ? [] : [term];
    });
  };
}

const identifiers = /[\p{L}\p{N}]+(?:[_.-]+[\p{L}\p{N}]+)*/gu;

/** An identifier is one word, whatever its parts. */
function withoutSplitting(tokenize: Tokenizer): Tokenizer {
  return (text) =>
    tokenize(text.replaceAll(identifiers, (identifier) => identifier.replaceAll(/[_.-]+/g, '').toLowerCase()));
}

const words = /[\p{L}\p{N}]+/gu;

function withFunctionWords(tokenize: Tokenizer): Tokenizer {
  return (text) =>
    (text.match(words) ?? []).flatMap((word) =>
      stopWords.has(word.toLowerCase()) ? [word.toLowerCase()] : [...tokenize(word)],
    );
}

function fuseRanks(...rankings: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    for (const [rank, id] of ranking.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (rankConstant + rank + 1));
  }
  return [...scores].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1)).map(([id]) => id);
}
