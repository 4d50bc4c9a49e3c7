import type { EngineTool } from '../types.js';
import { type ForeignTo, foreignWordsOf } from './foreign-words.js';
import { type LexicalSettings, toolFields } from './lexical-settings.js';
import { createIntentReader, querySettings, type Substitution } from './query-terms.js';
import { type NameStems, type RefusedTools, refusedTools } from './refused-tools.js';
import { ScoreBoard } from './score-board.js';
import { SimilarWords } from './similar-words.js';
import { createTextIndex, type QueryTerm } from './text-index.js';
import { exactFormMark, type WordReader } from './tokenize.js';
import { tokenizerLimits } from './tokenizer-limits.js';
import { toolText } from './tool-text.js';
import type { Wish } from './wish.js';
import { WordMemory } from './word-memory.js';

/** Tools by the words of their texts. Slots are numbered by the caller, who keeps the numbers dense. */
export interface LexicalIndex {
  set(slot: number, tool: EngineTool): void;
  delete(slot: number): void;
  /** The terms of a word; those of words that tools have are known. */
  termsOf(word: string): readonly string[];
  /**
   * The intent with the known word for each that nobody knows, where there is only one that can be meant: a model that
   * reads a misspelt word reads others in it. Names, data and short words stay as they are.
   */
  corrected(intent: string, visible?: Uint8Array | undefined): string;
  /**
   * Scores of all tools that share a term with the intent, in (0, 1]. Valid until the next call. With `visible`, tools
   * whose entry is 0 have no score and count nowhere: the others score to the last bit as if there were only them.
   */
  score(intent: string, visible?: Uint8Array | undefined): LexicalScores;
  /** How far an intent speaks of something else than what was done for others. Void after any change. */
  foreignTo(intent: string, visible: Uint8Array | undefined, toolAt: (slot: number) => EngineTool): ForeignTo;
  /**
   * Whether a tool may be what an intent is about in spite of what was done for some past ones: none of these says its whole name,
   * which would have been for something else then. A name of one word may be any word.
   */
  isNewBeside(tool: Pick<EngineTool, 'name' | 'title'>, past: readonly string[]): boolean;
  /** The slots of the tools that the words of an intent forbid. */
  refusedBy(wish: Wish, visible: Uint8Array | undefined, toolAt: (slot: number) => EngineTool): RefusedTools;
}

export interface LexicalScores {
  /** By slot, in (0, 1]. */
  readonly shares: ScoreBoard;
  readonly highestShare: number;
  /** How many words that single out one tool the best tool's share of the intent is worth. */
  readonly evidence: number;
}

/** Past intents whose words are remembered: the same ones are near again and again. */
const pastBounds = { size: 4_096, length: 1_024 };

/** Long enough to be recognised, and no part of a name, a path or an address. */
const plainWord = /(?<![^\s"'(])\p{Ll}{6,32}(?=$|[\s"'),;:!?]|\.(?:\s|$))/gu;

/**
 * Makes an index. With B(d, T) the BM25F score of a tool for some terms, H(T) the highest that any tool could reach
 * and s the clause share:
 *
 *     score(d) = ((1 − s) · B(d, intent) + s · max over clauses of B(d, clause)) / H(intent)
 *
 * So a score is the share of the intent's information that the tool covers. The clause term lifts the tools of an
 * intent that asks for several things above those that share a little with each.
 */
export function createLexicalIndex(reader: WordReader, settings: LexicalSettings): LexicalIndex {
  const index = createTextIndex(
    toolFields.map((field) => settings.fields[field]),
    settings.saturation,
    reader,
  );
  const readIntent = createIntentReader(reader, settings);
  const similarWords = new SimilarWords(index.vocabulary, reader);
  const board = new ScoreBoard();
  const bestClause = new ScoreBoard();
  const oneClause = new ScoreBoard();
  const saying = new ScoreBoard();
  /** Void after any change of the index. */
  const substitutions = new Map<readonly QueryTerm[], Substitution>();
  let slots = 0;
  const termsOf = (word: string) => index.vocabulary.termsOfKnown(word) ?? reader.termsOf(word);
  const stemsIn = (text: string): ReadonlySet<string> =>
    new Set(
      reader
        .words(text)
        .flatMap(termsOf)
        .filter((term) => !term.startsWith(exactFormMark)),
    );
  const pastStems = new WordMemory(stemsIn, pastBounds);
  const nameStems = new WeakMap<object, NameStems>();

  return {
    set(slot, tool) {
      substitutions.clear();
      slots = Math.max(slots, slot + 1);
      const text = toolText(tool);
      index.set(
        slot,
        toolFields.map((field) => text[field]),
      );
    },

    delete(slot) {
      substitutions.clear();
      index.delete(slot);
    },

    termsOf,

    corrected(intent, visible) {
      if (settings.similarWordWeight === 0) return intent;
      const population = visible === undefined ? undefined : index.among(visible);
      const documentCount = (term: string) => index.documentCount(term, population);
      let lookups = 0;
      const read = intent.slice(0, tokenizerLimits.textLength);
      const rest = intent.slice(tokenizerLimits.textLength);
      const corrected = read.replace(plainWord, (word) => {
        const terms = termsOf(word);
        if (terms.length === 0 || terms.some((term) => documentCount(term) > 0)) return word;
        if (lookups++ >= querySettings.maximumUnknownWords) return word;
        const similar = similarWords.find(word, documentCount);
        // Several are guesses, or the words that are written as one here.
        return similar.length === 1 || similar.join('') === word ? similar.join(' ') : word;
      });
      return corrected + rest;
    },

    score(intent, visible) {
      const population = visible === undefined ? undefined : index.among(visible);
      const documentCount = (term: string) => index.documentCount(term, population);
      if (substitutions.size > tokenizerLimits.cacheSize) substitutions.clear();
      const { whole, clauses } = readIntent(intent, {
        has: (term) => documentCount(term) > 0,
        similar: (word) => similarWords.find(word, documentCount),
        substitutions: visible === undefined ? substitutions : undefined,
      });
      board.reset(slots);
      index.addScores(whole, board, population);
      let most = 0;
      for (let entry = 0; entry < board.count; entry++) most = Math.max(most, board.scores[board.touched[entry]!]!);
      bestClause.reset(slots);
      for (const clause of clauses) {
        oneClause.reset(slots);
        index.addScores(clause, oneClause, population);
        for (let entry = 0; entry < oneClause.count; entry++) {
          const slot = oneClause.touched[entry]!;
          bestClause.raise(slot, oneClause.scores[slot]!);
        }
      }
      const clauseShare = clauses.length === 0 ? 0 : settings.clauseShare;
      const highest = index.highestScore(whole, population);
      let highestShare = 0;
      for (let entry = 0; entry < board.count; entry++) {
        const slot = board.touched[entry]!;
        const blended = (1 - clauseShare) * board.scores[slot]! + clauseShare * bestClause.scores[slot]!;
        const share = Math.min(1, blended / highest);
        board.scores[slot] = share;
        if (share > highestShare) highestShare = share;
      }
      return { shares: board, highestShare, evidence: most / index.highestInformation(population) };
    },

    foreignTo: (intent, visible, toolAt) =>
      foreignWordsOf(intent, visible, {
        index,
        stemsIn,
        rememberedStems: (text) => pastStems.of(text),
        toolAt,
        board: saying,
        slots,
      }),

    isNewBeside({ name, title = '' }, past) {
      const ofName = Array.from(pastStems.of(`${name} ${title}`));
      const isSaid = (intent: string) => ofName.every((term) => pastStems.of(intent).has(term));
      return ofName.length > 1 && !past.some(isSaid);
    },

    refusedBy: (wish, visible, toolAt) => refusedTools(wish, visible, { index, stemsIn, known: nameStems, toolAt }),
  };
}
