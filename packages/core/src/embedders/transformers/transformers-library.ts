import { AgentCardsError } from '../../errors/agent-cards-error.js';

/** The slice of `@huggingface/transformers` 4 that is used. The package is an optional peer. */
export interface TransformersLibrary {
  readonly env: { readonly localModelPath: string; readonly cacheDir: string | null };
  readonly AutoConfig: { from_pretrained(model: string, options: TransformersLoadOptions): Promise<object> };
  readonly AutoTokenizer: {
    from_pretrained(model: string, options: TransformersLoadOptions): Promise<TransformersTokenizer>;
  };
  readonly AutoModel: { from_pretrained(model: string, options: TransformersLoadOptions): Promise<TransformersModel> };
}

export interface TransformersLoadOptions {
  readonly dtype?: string;
  readonly device?: string;
  readonly cache_dir?: string;
  readonly local_files_only?: boolean;
  readonly revision?: string;
  readonly config?: object;
  readonly progress_callback?: (event: {
    readonly status: string;
    readonly file?: string;
    readonly loaded?: number;
    readonly total?: number;
  }) => void;
}

/** Texts to tokens; the answer goes to the model as it is. */
export type TransformersTokenizer = (
  texts: string[],
  options: { readonly padding: true; readonly truncation: true; readonly max_length: number },
) => { readonly attention_mask: TransformersTensor };

export interface TransformersModel {
  (
    inputs: object,
  ): Promise<{ readonly last_hidden_state?: TransformersTensor; readonly token_embeddings?: TransformersTensor }>;
  dispose(): Promise<unknown>;
}

export interface TransformersTensor {
  readonly data: ArrayLike<number | bigint>;
  readonly dims: readonly number[];
  to(type: 'float32'): TransformersTensor;
}

/** @throws AgentCardsError `EMBEDDER_PACKAGE_MISSING` */
export async function loadLibrary(): Promise<TransformersLibrary> {
  try {
    // @ts-expect-error An optional peer of 474 MB, which this workspace does not install.
    return await import('@huggingface/transformers');
  } catch (error) {
    throw new AgentCardsError('EMBEDDER_PACKAGE_MISSING', 'The package @huggingface/transformers cannot be loaded.', {
      hint: 'Install it beside @agentcards/core: npm install @huggingface/transformers@4. See the cause if it is there.',
      cause: error,
    });
  }
}
