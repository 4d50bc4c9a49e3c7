import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toQueryTerms } from './query-terms.js';
import { ScoreBoard } from './score-board.js';
import { createTextIndex } from './text-index.js';
import { createTokenizer, readerOf } from './tokenize.js';

const tokenize = createTokenizer();
/** Of which the first are in most texts, as in life. */
const word = fc
  .tuple(fc.nat(11), fc.nat(11))
  .map(([a, b]) => 'order mail find refund send report chart user file city price code'.split(' ')[Math.min(a, b)]!);
const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));
const history = fc.array(fc.tuple(text, fc.integer({ min: 0, max: 6 })), { minLength: 1, maxLength: 120 });

it('finds the best documents of each group, ties included, with the scores of all documents', () => {
  fc.assert(
    fc.property(history, text, fc.integer({ min: 1, max: 5 }), (drawn, intent, wanted) => {
      const index = createTextIndex(
        [{ weight: 1, lengthNormalization: 0.75 }],
        1.2,
        readerOf((text) => [text]),
      );
      for (const [document, [words]] of drawn.entries()) index.set(document, [tokenize(words)]);
      // One of two groups is small in most histories; some documents are of both.
      const groupsOf = (document: number) => [2, 3][drawn[document]![1]] ?? 1;
      const groups = [0, 1].map((group) => ({
        documents: new Set(Array.from(drawn.keys()).filter((document) => (groupsOf(document) & (1 << group)) !== 0)),
        wanted,
      }));
      const query = toQueryTerms(tokenize(intent));
      const all = new ScoreBoard();
      all.reset(drawn.length);
      index.addScores(query, all);
      const best = new ScoreBoard();
      best.reset(drawn.length);
      const found = index.addBestScores(query, groups, Array.from(drawn.keys(), groupsOf), best);
      expect(new Set(found).size).toBe(found.length);
      for (const document of found) expect(best.scores[document]).toBe(all.scores[document]);
      for (const { documents } of groups) {
        const scored = Array.from(documents).filter((document) => all.scores[document]! > 0);
        const last = scored.map((document) => all.scores[document]!).sort((a, b) => b - a)[wanted - 1] ?? 0;
        const expected = scored.filter((document) => all.scores[document]! >= last);
        expect(Array.from(found)).toEqual(expect.arrayContaining(expected));
      }
      // The board is fit for the next query.
      best.reset(drawn.length);
      expect(best.scores.every((score) => score === 0)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

it('reads little of what most documents have', () => {
  const index = createTextIndex(
    [{ weight: 1, lengthNormalization: 0.75 }],
    1.2,
    readerOf((text) => [text]),
  );
  for (let document = 0; document < 4_000; document++) {
    index.set(document, [['common', 'usual', `rare${document % 200}`, `habit${document % 400}`]]);
  }
  const documents = Array.from({ length: 4_000 }, (_, document) => document);
  const board = new ScoreBoard();
  board.reset(documents.length);
  const query = toQueryTerms(['common', 'usual', 'rare7', 'habit207']);
  const found = index.addBestScores(
    query,
    [{ documents: new Set(documents), wanted: 5 }],
    documents.map(() => 1),
    board,
  );
  expect(found.length).toBe(10);
  expect(board.count).toBeLessThan(40);
});
