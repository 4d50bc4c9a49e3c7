// index
export {
  StaticEmbedderError,
  createStaticEmbedder,
};
export type {
  StaticEmbedder,
  StaticEmbedderErrorCode,
  StaticEmbedderOptions,
  StaticModel,
  StaticModelConfig,
};

declare class StaticEmbedderError extends Error {
    readonly code: StaticEmbedderErrorCode;
    readonly hint: string | undefined;
    constructor(code: StaticEmbedderErrorCode, message: string, { hint, cause }?: {
        readonly cause?: unknown;
        readonly hint?: string;
    });
    static isInstance(value: unknown): value is Error & Pick<StaticEmbedderError, "hint"> & {
        readonly code: string;
    };
}
declare function createStaticEmbedder(options?: StaticEmbedderOptions): Promise<StaticEmbedder>;
interface StaticEmbedder {
    readonly modelId: string;
    readonly dimensions: number;
    embed(texts: readonly string[], options?: {
        readonly kind?: "document" | "query" | undefined;
        readonly signal?: AbortSignal | undefined;
    }): Promise<Float32Array[]>;
    embedText(text: string): Float32Array;
}
interface StaticEmbedderOptions {
    readonly model?: StaticModel | undefined;
}
interface StaticModel {
    readonly config: StaticModelConfig;
    readonly vocabulary: string;
    readonly vectors: Int8Array;
    readonly scales: Float32Array;
}
interface StaticModelConfig {
    readonly modelId: string;
    readonly dimensions: number;
    readonly tokens: number;
    readonly tokenizer: string;
    readonly pooling: string;
}
type StaticEmbedderErrorCode = "EMBEDDER_MODEL_INVALID" | "EMBEDDER_MODEL_UNAVAILABLE" | "INVALID_INPUT";