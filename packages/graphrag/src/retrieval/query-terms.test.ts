import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexicalSettings } from './lexical-settings.js';
import { clausesOf, createIntentReader, outermost, querySettings, toQueryTerms } from './query-terms.js';
import { createTokenizer, wordReader } from './tokenize.js';

const tokenize = createTokenizer();
const readIntent = createIntentReader(wordReader);
const required = (terms: readonly { term: string; optional?: boolean | undefined }[]) =>
  terms.filter(({ optional }) => !optional).map(({ term }) => term);

describe('query terms', () => {
  it('are distinct, bare numbers and exact forms weighing less', () => {
    expect(toQueryTerms(tokenize('orders 42 orders'))).toEqual([
      { term: 'order', weight: 1 },
      { term: '=orders', weight: lexicalSettings.exactFormWeight, optional: true },
      { term: '42', weight: lexicalSettings.numberWeight },
    ]);
  });

  it('join neighbouring words, which the index need not know', () => {
    const { whole } = readIntent('log in');
    expect(whole).toContainEqual({ term: 'login', weight: 1, optional: true });
    expect(required(whole)).toEqual(['log']);
  });

  it('keep a term required that is both said and joined', () => {
    expect(required(readIntent('log in, login').whole)).toEqual(['log', 'login']);
  });

  it('come by clause where the intent has several', () => {
    const { clauses } = readIntent('Find the order, refund it and send 3.5 mails. 然后查询天气。结束');
    expect(clauses.map(required)).toEqual([
      ['find', 'order'],
      ['refund'],
      ['send', '3', '5', 'mail'],
      ['然后', '后查', '查询', '询天', '天气'],
      ['结束'],
    ]);
    expect(readIntent('restart it & read the R&D log').clauses.map(required)).toEqual([
      ['restart'],
      expect.arrayContaining(['log']),
    ]);
    expect(readIntent('refund the order').clauses).toEqual([]);
  });

  it('are bounded for a text of any length', () => {
    const endless = readIntent(Array.from({ length: 100_000 }, (_, index) => `word${index},`).join(' '));
    expect(endless.whole.length).toBeLessThanOrEqual(querySettings.maximumTerms);
    expect(endless.clauses.length).toBeLessThanOrEqual(querySettings.maximumClauses);
  });

  it('are those of the beginning and of the end where there are more than are read', () => {
    const clauses = ['find the order', ...Array.from({ length: 30_000 }, () => 'it rained'), 'refund it'];
    const read = clausesOf(clauses.join('. '));
    expect([read[0], read.at(-1)]).toEqual(['find the order', 'refund it']);
    expect(read.join('. ').length).toBeLessThan(17_000);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), fc.nat({ max: 10 }), (items, maximum) => {
        const kept = outermost(items, maximum);
        expect(kept).toHaveLength(Math.min(items.length, maximum));
        const first = Math.ceil(kept.length / 2);
        if (kept.length < items.length) {
          expect(kept).toEqual([...items.slice(0, first), ...items.slice(items.length - (kept.length - first))]);
        } else expect(kept).toEqual(items);
      }),
    );
  });

  it('are the same when read again from what was remembered, also past the bound of unknown words', () => {
    const words = Array.from(
      { length: 2 * querySettings.maximumUnknownWords },
      (_, index) => `unknown${'abcdefgh'[index % 8]}${'ijkl'[index >> 3]}`,
    );
    const known = { has: (term: string) => term === 'meant', similar: () => ['meant'] };
    const remembering = { ...known, substitutions: new Map() };
    const texts = [words.join(' '), words.toReversed().join(' '), words.slice(3).join(' '), words.join(' ')];
    for (const text of texts)
      expect(readIntent(text, remembering)).toEqual(createIntentReader(wordReader)(text, known));
    expect(remembering.substitutions.size).toBeGreaterThan(0);
  });
});
