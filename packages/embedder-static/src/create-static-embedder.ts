import { StaticEmbedderError } from './errors.js';
import { readOwnModel } from './read-model.js';
import type { StaticEmbedder } from './static-embedder.js';
import { type StaticModel, vocabularyOf } from './static-model.js';
import { sumOfTokens } from './sum-of-tokens.js';
import { WordPiece } from './word-piece.js';

const maxTokens = 512;
/** Milliseconds of work after which others get their turn. */
const longestWork = 15;

export interface StaticEmbedderOptions {
  /**
   * The parts of the model, where its files cannot be read from beside the code.
   * @default the files in the folder `model` of this package, by the file system or else by `fetch`
   */
  readonly model?: StaticModel | undefined;
}

/**
 * Loads a model of static token vectors, 8 MB, and makes an embedder of it.
 * @throws StaticEmbedderError `INVALID_INPUT`, `EMBEDDER_MODEL_UNAVAILABLE` when a file cannot be read, `EMBEDDER_MODEL_INVALID` when a part is cut off, or
 *   of another model
 */
export async function createStaticEmbedder(options: StaticEmbedderOptions = {}): Promise<StaticEmbedder> {
  assertNames(options);
  const model = options.model ?? (await readOwnModel());
  const wordPiece = new WordPiece(vocabularyOf(model));
  const { modelId, dimensions } = model.config;

  /** Milliseconds that the calls, which may be for few texts each, have worked since others got their turn. */
  let worked = 0;

  const embedText = (text: string) => {
    if (typeof text !== 'string') invalid('a text');
    const tokens = wordPiece.encode(text, maxTokens);
    // Of what says nothing to the model, all texts would be near each other: near nothing is nearer the truth.
    return unit(sumOfTokens(model, tokens.every((token) => token === wordPiece.unknown) ? [] : tokens));
  };

  return {
    modelId,
    dimensions,
    embedText,
    async embed(texts, { signal } = {}) {
      // A text has characters to go through as a list has texts.
      if (!Array.isArray(texts)) invalid('an array of texts');
      signal?.throwIfAborted();
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        if (worked >= longestWork) {
          await nextTurn();
          signal?.throwIfAborted();
          worked = 0;
        }
        const start = performance.now();
        vectors.push(embedText(text));
        worked += performance.now() - start;
      }
      // Whoever gave up right after the call is told so, also where all was done before it returned.
      await undefined;
      signal?.throwIfAborted();
      return vectors;
    },
  };
}

function assertNames(options: StaticEmbedderOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new StaticEmbedderError('INVALID_INPUT', 'createStaticEmbedder takes an object of options.');
  }
  const { model: _known, ...unknown } = options;
  for (const [name, option] of Object.entries(unknown)) {
    if (option === undefined) continue;
    const message = `Unknown option ${JSON.stringify(name)} of createStaticEmbedder, which takes model.`;
    throw new StaticEmbedderError('INVALID_INPUT', message);
  }
}

function unit(sum: Float64Array): Float32Array {
  let squares = 0;
  for (const value of sum) squares += value * value;
  const norm = Math.sqrt(squares) || 1;
  const vector = new Float32Array(sum.length);
  for (let index = 0; index < sum.length; index += 1) vector[index] = sum[index]! / norm;
  return vector;
}

function invalid(expected: string): never {
  throw new StaticEmbedderError('INVALID_INPUT', `What is to be embedded must be ${expected}.`);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
