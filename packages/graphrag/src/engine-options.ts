import type { LexicalOptions } from './retrieval/lexical-settings.js';
import type { Tokenizer } from './retrieval/tokenize.js';
import type { VectorPrecision } from './retrieval/vector-index.js';
import type { EngineSnapshot } from './snapshot/engine-snapshot.js';

export interface EngineOptions {
  /** What an engine knew before; the result of its `toJSON`, also after a way through JSON. */
  readonly snapshot?: EngineSnapshot | undefined;
  /**
   * Seed of whatever draws random numbers, a whole number of at least 0: the order in which tools are looked at to find
   * communities. Every other answer is the same under every seed. @default 0
   */
  readonly seed?: number | undefined;
  /** Changes to the constants of the ranking by words. @default the ones that were measured to be the best */
  readonly lexical?: LexicalOptions | undefined;
  /**
   * Turns texts into the terms under which they are found; equal texts must give equal terms, and it must not throw.
   * @default identifiers split, English stemmed, function words dropped, Chinese and the like in pairs of characters
   */
  readonly tokenize?: Tokenizer | undefined;
  /**
   * How the vectors of tools are kept: as they are, or rounded in a quarter of the memory; cosines are then off by some
   * thousandths, and a snapshot holds the rounded vectors. @default 'float32'
   */
  readonly vectorPrecision?: VectorPrecision | undefined;
  /**
   * Kinds of evidence that predictions and plans do without, so that what each is worth can be measured: `intents`, `text`,
   * `mentions`, `tool`, `pair`, `neighbours`, `remaining`, `dependency`, `context`, `learnedWeights`, `learnedPlan`.
   * @default none
   */
  readonly leaveOut?: readonly string[] | undefined;
  /**
   * Milliseconds in which what was observed loses half of its weight: of an edge by the clock, of habits and of intents
   * where something newer of the same kind was observed. `Infinity` for never. Executions without a time do not age.
   * @default 60 days, for habits and intents alone: edges stay as they are
   */
  readonly halfLife?: number | undefined;
  /**
   * Executions that are kept at most, at least 1. Of those with the same intent that did the same, the newest
   * min(100, maximum / 50) are; and of these all the newest. The engine answers as one that observed no others.
   * @default all
   */
  readonly maxMemories?: number | undefined;
  /** The present, in milliseconds since the epoch. Read only where a half-life makes it matter. @default Date.now */
  readonly clock?: (() => number) | undefined;
}
