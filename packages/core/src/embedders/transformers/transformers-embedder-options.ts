import type { TransformersLibrary } from './transformers-library.js';

/** One vector of many: the mean of all tokens, or the first token, which BERT calls CLS. */
export type Pooling = 'mean' | 'cls';

/** How far one file of a model is loaded, in bytes. */
export interface ModelFileProgress {
  readonly file: string;
  readonly loaded: number;
  readonly total: number;
}

/** Number formats of exports, by the library's names; each is a file of the model's `onnx` folder. */
export const dtypes = [
  'fp32',
  'fp16',
  'q8',
  'int8',
  'uint8',
  'q4',
  'q4f16',
  'q2',
  'q2f16',
  'q1',
  'q1f16',
  'bnb4',
] as const;

export type Dtype = (typeof dtypes)[number];

export interface TransformersEmbedderOptions {
  /**
   * The model: its name on huggingface.co (`Xenova/all-MiniLM-L6-v2`), which is also its folder below `localModelPath`
   * and `cacheDir`. It has to hold an ONNX export.
   */
  readonly model: string;
  /** Which export of the model. @default 'q8' */
  readonly dtype?: Dtype | undefined;
  /** `cpu`, `cuda`, `webgpu`, `wasm` and others. @default the library's: `cpu` in Node, `wasm` in a browser */
  readonly device?: string | undefined;
  /** Folder of models that are already there. @default the library's `env.localModelPath` */
  readonly localModelPath?: string | undefined;
  /** Folder that downloaded models are kept in. @default the library's `env.cacheDir`, inside its package */
  readonly cacheDir?: string | undefined;
  /**
   * Downloads what is in neither folder from the library's `env.remoteHost`, which is huggingface.co. Without it there
   * is no network access at all.
   * @default false
   */
  readonly allowRemote?: boolean | undefined;
  /** Branch, tag or commit of a downloaded model. @default 'main' */
  readonly revision?: string | undefined;
  /** @default what the model was trained with, where `knownModels` has it, else `mean` */
  readonly pooling?: Pooling | undefined;
  /** Put before every query. @default that of `knownModels`, else '' */
  readonly queryPrefix?: string | undefined;
  /** Put before every document. @default that of `knownModels`, else '' */
  readonly documentPrefix?: string | undefined;
  /** Tokens of a text that are read; the rest of it is cut. @default that of `knownModels`, else 512 */
  readonly maxTokens?: number | undefined;
  /** Texts that the model sees at once; texts of like length go together. @default 8 */
  readonly batchSize?: number | undefined;
  /** Told about every file of the model while it is loaded; what it throws fails the call. */
  readonly onProgress?: ((progress: ModelFileProgress) => void) | undefined;
  /** Under which name vectors are stored. @default made of `model` and every setting that changes vectors */
  readonly modelId?: string | undefined;
  /**
   * The library itself, where `import('@huggingface/transformers')` from here would not find it: in a browser from a
   * CDN, or in a bundle.
   */
  readonly library?: TransformersLibrary | undefined;
}
