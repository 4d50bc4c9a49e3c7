import type { Pooling } from './transformers-embedder-options.js';

/** How a model was trained to be used; with other settings its vectors mean less. */
export interface KnownModel {
  readonly pooling: Pooling;
  /** Put before every query. @default '' */
  readonly queryPrefix?: string | undefined;
  /** Put before every document. @default '' */
  readonly documentPrefix?: string | undefined;
  /** Tokens of a text that the model reads, its special ones included. @default 512 */
  readonly maxTokens?: number | undefined;
}

const mean = { pooling: 'mean' } as const;
const cls = { pooling: 'cls' } as const;
const e5 = { ...mean, queryPrefix: 'query: ', documentPrefix: 'passage: ' };
const passages = { ...cls, queryPrefix: 'Represent this sentence for searching relevant passages: ' };
const arctic2 = { ...cls, queryPrefix: 'query: ', maxTokens: 8_192 };
// Its 8,192 tokens need rotary embeddings that are scaled, which an export does not do; it was trained on 2,048.
const nomic = { ...mean, queryPrefix: 'search_query: ', documentPrefix: 'search_document: ', maxTokens: 2_048 };

/**
 * Settings by the name of the model, without its owner and without an ending `-onnx`, in lower case; each of them comes
 * from the model's card on huggingface.co or at second hand (docs/decisions/2026-11-23-transformers-peer.md names the
 * sources), and every one can be overridden by an option. A model that is not here gets mean pooling and no prefix.
 */
export const knownModels: ReadonlyMap<string, KnownModel> = new Map<string, KnownModel>([
  // sentence-transformers
  ['all-minilm-l6-v2', { ...mean, maxTokens: 256 }],
  ['all-minilm-l12-v2', { ...mean, maxTokens: 128 }],
  ['all-mpnet-base-v2', { ...mean, maxTokens: 384 }],
  ['multi-qa-minilm-l6-cos-v1', mean],
  ['paraphrase-multilingual-minilm-l12-v2', { ...mean, maxTokens: 128 }],
  // BAAI
  ['bge-small-en-v1.5', passages],
  ['bge-base-en-v1.5', passages],
  ['bge-large-en-v1.5', passages],
  ['bge-m3', { ...cls, maxTokens: 8_192 }],
  // intfloat
  ['e5-small-v2', e5],
  ['e5-base-v2', e5],
  ['e5-large-v2', e5],
  ['multilingual-e5-small', e5],
  ['multilingual-e5-base', e5],
  ['multilingual-e5-large', e5],
  // Snowflake
  ['snowflake-arctic-embed-xs', passages],
  ['snowflake-arctic-embed-s', passages],
  ['snowflake-arctic-embed-m', passages],
  ['snowflake-arctic-embed-m-v1.5', passages],
  ['snowflake-arctic-embed-l', passages],
  ['snowflake-arctic-embed-m-v2.0', arctic2],
  ['snowflake-arctic-embed-l-v2.0', arctic2],
  // thenlper, Alibaba-NLP
  ['gte-small', mean],
  ['gte-base', mean],
  ['gte-large', mean],
  ['gte-base-en-v1.5', { ...cls, maxTokens: 8_192 }],
  ['gte-large-en-v1.5', { ...cls, maxTokens: 8_192 }],
  ['gte-multilingual-base', { ...cls, maxTokens: 8_192 }],
  // mixedbread-ai, nomic-ai
  ['mxbai-embed-large-v1', passages],
  ['nomic-embed-text-v1', nomic],
  ['nomic-embed-text-v1.5', nomic],
]);

/** Settings of a model by its full name: `Xenova/all-MiniLM-L6-v2`, `onnx-community/bge-m3-ONNX`. */
export function knownModel(model: string): KnownModel | undefined {
  const name = model.slice(model.lastIndexOf('/') + 1).toLowerCase();
  return knownModels.get(name.replace(/-onnx$/, ''));
}
