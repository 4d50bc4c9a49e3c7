import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScoreBoard } from './score-board.js';

const lists = fc.array(
  fc.record({
    documents: fc.uniqueArray(fc.nat(20), { maxLength: 8 }),
    amounts: fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 8, maxLength: 8 }),
    factor: fc.constantFrom(0, 0.5, 2),
  }),
  { maxLength: 6 },
);

it('adds a list as it adds each of its documents, and forgets all at a reset', () => {
  const board = new ScoreBoard();
  const oneByOne = new ScoreBoard();
  fc.assert(
    fc.property(lists, (added) => {
      for (const some of [board, oneByOne]) some.reset(21);
      for (const { documents, amounts, factor } of added) {
        const all = Float32Array.from(amounts);
        board.addAll(Uint32Array.from(documents), all, factor);
        for (const [place, document] of documents.entries()) oneByOne.add(document, factor * all[place]!);
      }
      expect(board.scores.slice(0, 21)).toEqual(oneByOne.scores.slice(0, 21));
      expect(board.touched.slice(0, board.count)).toEqual(oneByOne.touched.slice(0, oneByOne.count));
    }),
  );
});
