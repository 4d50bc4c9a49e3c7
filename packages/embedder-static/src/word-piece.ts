import { bertWords } from './bert-words.js';
import { StaticEmbedderError } from './errors.js';
import type { Vocabulary } from './vocabulary.js';

/** Words of more characters are unknown as a whole. */
const maxWordLength = 100;
/**
 * Words whose pieces are remembered, for texts say the same ones, and the longest of them: of a longer one, engines keep
 * the whole text that it was cut from.
 */
const remembered = { words: 20_000, length: 12 } as const;
/** Found in the text as they are, before anything else. */
const specialToken = /(\[(?:PAD|UNK|CLS|SEP|MASK)\])/;

/**
 * WordPiece of uncased BERT models (Devlin et al. 2019, https://arxiv.org/abs/1810.04805): each word is cut, from its
 * start, into the longest pieces that the vocabulary has; one that cannot be cut so is the unknown token.
 */
export class WordPiece {
  readonly #vocabulary: Vocabulary;
  readonly #specialTokens = new Map<string, number>();
  /** The token of words that the vocabulary has not. */
  readonly unknown: number;
  readonly #pieces = new Map<string, readonly number[]>();

  /** @throws StaticEmbedderError `EMBEDDER_MODEL_INVALID` */
  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (const token of ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']) {
      const id = vocabulary.idOf(token);
      if (id === undefined) {
        throw new StaticEmbedderError(
          'EMBEDDER_MODEL_INVALID',
          `The vocabulary of the static embedder has no ${token}.`,
          {
            hint: 'Take vocab.txt from the same release of @agentcards/embedder-static, whole.',
          },
        );
      }
      this.#specialTokens.set(token, id);
    }
    this.unknown = this.#specialTokens.get('[UNK]')!;
  }

  /** Ids of the first `limit` tokens of a text, without any that stand for its start or end. */
  encode(text: string, limit: number): number[] {
    const ids: number[] = [];
    for (const [index, part] of text.split(specialToken).entries()) {
      if (index % 2 === 1) ids.push(this.#specialTokens.get(part)!);
      else this.#addWords(ids, part, limit);
      if (ids.length >= limit) break;
    }
    if (ids.length > limit) ids.length = limit;
    return ids;
  }

  #addWords(ids: number[], text: string, limit: number): void {
    for (const word of bertWords(text)) {
      for (const id of this.#piecesOf(word)) ids.push(id);
      if (ids.length >= limit) return;
    }
  }

  #piecesOf(word: string): readonly number[] {
    let pieces = this.#pieces.get(word);
    if (pieces === undefined) {
      pieces = this.#cut(word);
      if (this.#pieces.size >= remembered.words) this.#pieces.clear();
      if (word.length <= remembered.length) this.#pieces.set(word, pieces);
    }
    return pieces;
  }

  #cut(word: string): readonly number[] {
    const ids: number[] = [];
    let start = isTooLong(word) ? Number.NaN : 0;
    while (start < word.length) {
      const piece = this.#vocabulary.longestAt(word, start);
      if (piece === undefined) break;
      ids.push(piece.id);
      start = piece.end;
    }
    return start === word.length ? ids : [this.unknown];
  }
}

/** Characters are counted, of which some are two code units; a word can be as long as the text. */
function isTooLong(word: string): boolean {
  return word.length > maxWordLength && [...word.slice(0, 2 * maxWordLength + 1)].length > maxWordLength;
}
