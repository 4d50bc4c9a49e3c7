import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, SimilarWords } from './similar-words.js';
import { wordReader } from './tokenize.js';
import { Vocabulary } from './vocabulary.js';

function wordsOf(...known: string[]) {
  const vocabulary = new Vocabulary(wordReader.termsOf);
  const learn = (word: string) => void vocabulary.read(word);
  known.forEach(learn);
  const similar = new SimilarWords(vocabulary, wordReader);
  return {
    learn,
    find: (word: string, count = (term: string) => Number(vocabulary.find(term) !== undefined)) =>
      similar.find(word, count),
  };
}

/** The definition, word for word. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [endOfA, endOfB] = [a.slice(-1), b.slice(-1)];
  const edits = [
    distance(a.slice(0, -1), b) + 1,
    distance(a, b.slice(0, -1)) + 1,
    distance(a.slice(0, -1), b.slice(0, -1)) + (endOfA === endOfB ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && endOfA === b.at(-2) && a.at(-2) === endOfB) {
    edits.push(distance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...edits);
}

describe('similar words', () => {
  const known = ['create', 'issue', 'repository', 'repositories', 'receipt', 'погода', 'order', 'mail'];

  it.each([
    ['reciept', ['receipt']],
    ['receit', ['receipt']],
    ['odrer', ['order']],
    ['repo', ['repositories', 'repository']],
    ['createissue', ['create', 'issue']],
    ['createmailorderissue', ['create', 'mail', 'order', 'issue']],
    ['issuecreateissue', ['issue', 'create', 'issue']],
    ['repositry', ['repository']],
    ['погдоа', ['погода']],
  ])('for %s', (word, expected) => {
    expect(wordsOf(...known).find(word)).toEqual(expected);
  });

  it.each(['12345', 'a1b2c3', 'xy', 'frobnicate', '天气', 'mail'.repeat(5), 'm'.repeat(100)])(
    'are none for %s',
    (word) => {
      expect(wordsOf(...known).find(word)).toEqual([]);
    },
  );

  it('are of the words that documents have', () => {
    const { find } = wordsOf('receipt', 'recent');
    expect(find('receint', (term) => (term === '=recent' ? 1 : 0))).toEqual(['recent']);
    expect(find('receint', () => 0)).toEqual([]);
  });

  it('see words that come later', () => {
    const { find, learn } = wordsOf('mail');
    expect(find('invocie')).toEqual([]);
    learn('invoice');
    expect(find('invocie')).toEqual(['invoice']);
  });

  it('do not depend on the order in which words came', () => {
    const word = fc.stringMatching(/^[a-d]{3,7}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 20 }), word, (words, asked) => {
        expect(wordsOf(...words).find(asked)).toEqual(wordsOf(...words.toReversed()).find(asked));
      }),
    );
  });

  it('are counted by edits as defined', () => {
    const word = fc.stringMatching(/^[ab]{0,5}$/);
    fc.assert(
      fc.property(word, word, fc.nat(3), (a, b, maximum) => {
        expect(editDistance(a, b, maximum)).toBe(Math.min(distance(a, b), maximum + 1));
      }),
    );
  });
});
