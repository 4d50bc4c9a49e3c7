import type { Tokenizer } from '../retrieval/tokenize.js';
import { checkArray, checkOptionalFunction, invalid } from './checks.js';

/** A tokenizer of the caller's, whose answers are checked. */
export interface ForeignTokenizer {
  readonly tokenize: Tokenizer;
  /** Asks for all texts of a change before it begins: foreign code that fails then has changed nothing. */
  readonly askedBefore: (texts: readonly string[], change: () => void) => void;
}

export function readTokenizer(given: Tokenizer | undefined): ForeignTokenizer | undefined {
  checkOptionalFunction(given, 'tokenize');
  if (given === undefined) return undefined;
  const read: Tokenizer = (text) => {
    const terms: unknown = given(text);
    checkArray(terms, 'The result of tokenize');
    for (const term of terms) if (typeof term !== 'string') invalid('The result of tokenize', 'an array of texts');
    return terms as readonly string[];
  };
  let answers: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    tokenize: (text) => answers?.get(text) ?? read(text),
    askedBefore(texts, change) {
      const asked = new Map(Array.from(new Set(texts), (text) => [text, read(text)]));
      answers = asked;
      try {
        change();
      } finally {
        answers = undefined;
      }
    },
  };
}
