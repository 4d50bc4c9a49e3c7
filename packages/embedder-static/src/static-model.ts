import { StaticEmbedderError } from './errors.js';
import { Vocabulary } from './vocabulary.js';

/** What `model/config.json` says of the other files. */
export interface StaticModelConfig {
  /** Vectors of different ids are never compared. */
  readonly modelId: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /** How many tokens have a vector. */
  readonly tokens: number;
  /** How texts become tokens; this package knows one way. */
  readonly tokenizer: string;
  /** How vectors of tokens become one; this package knows one way. */
  readonly pooling: string;
}

/** The parts of a model, for where they are not files beside the code: a bundle, a Worker, a browser without a server. */
export interface StaticModel {
  /** `model/config.json`, parsed. */
  readonly config: StaticModelConfig;
  /** `model/vocab.txt`: one token a line, in the order of the vectors. */
  readonly vocabulary: string;
  /** `model/vectors.i8`: one row of `dimensions` numbers a token. */
  readonly vectors: Int8Array;
  /** `model/scales.f32`, little endian: what the row of each token is multiplied by. */
  readonly scales: Float32Array;
}

const known = {
  tokenizer: 'bert-wordpiece, lower case, no special tokens, at most 512 tokens',
  pooling: 'sum, unit norm',
};

/**
 * The vocabulary of a model, after every part was found to fit the others.
 * @throws StaticEmbedderError `EMBEDDER_MODEL_INVALID`
 */
export function vocabularyOf({ config, vocabulary, vectors, scales }: StaticModel): Vocabulary {
  const { modelId, dimensions, tokens } = config ?? {};
  check(typeof modelId === 'string' && modelId !== '', 'its config names no modelId');
  check(isCount(dimensions) && isCount(tokens), 'its config gives no number of dimensions and of tokens');
  for (const key of ['tokenizer', 'pooling'] as const) {
    check(config[key] === known[key], `its ${key} is "${config[key]}", and only "${known[key]}" is known here`);
  }
  // By tag: also for arrays of another realm, and not for the unsigned bytes that files are read as.
  check(vectors?.[Symbol.toStringTag] === 'Int8Array', 'vectors is no Int8Array');
  check(scales?.[Symbol.toStringTag] === 'Float32Array', 'scales is no Float32Array');
  check(typeof vocabulary === 'string', 'vocabulary is no text');

  const found = new Vocabulary(vocabulary);
  checkCount('numbers in vectors', vectors.length, tokens * dimensions);
  checkCount('numbers in scales', scales.length, tokens);
  checkCount('lines in vocabulary', found.size, tokens);
  check(scales.every(Number.isFinite), 'a scale is not a finite number');
  return found;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function checkCount(what: string, found: number, wanted: number): void {
  check(found === wanted, `${wanted} ${what} are wanted, and ${found} are there`);
}

function check(holds: boolean, fault: string): asserts holds {
  if (holds) return;
  throw new StaticEmbedderError('EMBEDDER_MODEL_INVALID', `This is no model for a static embedder: ${fault}.`, {
    hint: 'Take all four parts from the same release of @agentcards/embedder-static, whole.',
  });
}
