import type { ToolId } from '../contracts/tool.js';
import type { ToolRename } from '../tools/rename-matches.js';
import type { ToolDrift } from '../tools/tool-drift.js';

/** What happens in the background, by name. Listen with `cards.on`. */
export interface AgentCardsEvents {
  /** Some tools have been embedded, or have failed for good. */
  readonly 'embedding.progress': EmbeddingProgress;
  /** Tools that the embedder gave up on: search answers lexically for them until the next `sync` or start. */
  readonly 'embedding.failed': EmbeddingFailure;
  /** Nothing is left to embed; failures are part of the sum. */
  readonly 'embedding.completed': EmbeddingSummary;
  /** Known tools came with another definition; a sync that finds it again says it again. */
  readonly 'tools.drifted': { readonly drifted: readonly ToolDrift[] };
  /** Tools, some of those that drifted, wait for `tools.approve`. */
  readonly 'tools.quarantined': { readonly toolIds: readonly ToolId[] };
  /** Tools look like renamed ones and wait for `tools.acceptRename` or `tools.dismissRename`. */
  readonly 'tools.renamed': { readonly renames: readonly ToolRename[] };
}

/** Counts are of the work at hand: they begin anew when tools are queued after everything was done. */
export interface EmbeddingProgress {
  readonly modelId: string;
  /** Tools that are finished: embedded, taken from another tool of the same text, or failed. */
  readonly done: number;
  readonly total: number;
  /** Finished tools a second since this work began; 0 until the clock has moved. */
  readonly perSecond: number;
}

export interface EmbeddingFailure {
  readonly modelId: string;
  readonly toolIds: readonly ToolId[];
  /** Calls of the embedder in which each of them took part. */
  readonly attempts: number;
  /** `EMBEDDER_FAILED`, with what the embedder threw as its `cause`; or what the store threw. */
  readonly error: unknown;
}

export interface EmbeddingSummary {
  readonly modelId: string;
  /** Tools whose text went through the embedder. */
  readonly embedded: number;
  /** Tools whose vector was there already, made from the same text by the same model. */
  readonly reused: number;
  readonly failed: number;
}
