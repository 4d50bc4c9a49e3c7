import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScoreBoard } from './score-board.js';
import { createTextIndex, type FieldWeight, type QueryTerm } from './text-index.js';
import { readerOf } from './tokenize.js';

const weights: readonly FieldWeight[] = [
  { weight: 2, lengthNormalization: 0.5 },
  { weight: 0.5, lengthNormalization: 0.75 },
];
const saturation = 1.2;

const term = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const field = fc.array(term, { maxLength: 6 });
const change = fc.record({ document: fc.integer({ min: 0, max: 5 }), fields: fc.option(fc.tuple(field, field)) });

/** The formula, word for word, over the documents as they are. */
function formula(documents: ReadonlyMap<number, readonly string[][]>, query: readonly QueryTerm[], document: number) {
  const all = Array.from(documents.values());
  const count = (terms: readonly string[], term: string) => terms.filter((other) => other === term).length;
  const average = weights.map((_, index) => all.reduce((sum, fields) => sum + fields[index]!.length, 0) / all.length);
  return query.reduce((score, { term, weight }) => {
    const containing = all.filter((fields) => fields.some((terms) => terms.includes(term))).length;
    const idf = Math.log(1 + (all.length - containing + 0.5) / (containing + 0.5));
    const frequency = weights.reduce((sum, { weight: fieldWeight, lengthNormalization: b }, index) => {
      const terms = documents.get(document)![index]!;
      const occurrences = count(terms, term);
      return occurrences === 0
        ? sum
        : sum + (fieldWeight * occurrences) / (1 - b + (b * terms.length) / average[index]!);
    }, 0);
    return score + (weight * idf * frequency) / (saturation + frequency);
  }, 0);
}

describe('the text index', () => {
  it('scores as the formula says, whatever was added, replaced and removed before', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const index = createTextIndex(
          weights,
          saturation,
          readerOf((text) => [text]),
        );
        const board = new ScoreBoard();
        const documents = new Map<number, string[][]>();
        const query = ['a', '__proto__', 'unknown'].map((term, place) => ({ term, weight: 1 + place }));
        for (const { document, fields } of changes) {
          if (fields === null) {
            index.delete(document);
            documents.delete(document);
          } else {
            index.set(document, fields);
            documents.set(document, fields);
          }
          board.reset(6);
          index.addScores(query, board);
          expect(index.size).toBe(documents.size);
          const touched = new Set(board.touched.subarray(0, board.count));
          expect(touched.size).toBe(board.count);
          for (const document of documents.keys()) {
            const expected = formula(documents, query, document);
            expect(board.scores[document]).toBeCloseTo(expected, 5);
            expect(touched.has(document)).toBe(expected > 0);
            expect(board.scores[document]).toBeLessThan(index.highestScore(query) + 1e-6);
          }
        }
      }),
    );
  });

  it('counts an optional term in the highest score only when it knows it', () => {
    const index = createTextIndex(
      [weights[0]!],
      saturation,
      readerOf((text) => [text]),
    );
    index.set(0, [['known']]);
    const required = [{ term: 'known', weight: 1 }];
    const highest = index.highestScore(required);
    expect(index.highestScore([...required, { term: 'unknown', weight: 1, optional: true }])).toBe(highest);
    expect(index.highestScore([...required, { term: 'unknown', weight: 1 }])).toBeGreaterThan(highest);
    expect(index.highestScore([{ term: 'known', weight: 1, optional: true }])).toBe(highest);
  });

  it('keeps thousands of documents and frequencies beyond a byte', () => {
    const index = createTextIndex(
      [{ weight: 1, lengthNormalization: 0 }],
      saturation,
      readerOf((text) => [text]),
    );
    for (let document = 0; document < 5000; document++) index.set(document, [[`term-${document}`, 'common']]);
    index.set(7, [Array.from({ length: 1000 }, () => 'often')]);
    const board = new ScoreBoard();
    board.reset(5000);
    index.addScores([{ term: 'common', weight: 1 }], board);
    expect(board.count).toBe(4999);
    board.reset(5000);
    index.addScores([{ term: 'often', weight: 1 }], board);
    expect(Array.from(board.touched.subarray(0, board.count))).toEqual([7]);
  });
});
