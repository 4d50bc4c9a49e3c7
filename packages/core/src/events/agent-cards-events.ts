import type { ToolId } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { NamesOf } from '../known-names.js';
import type { ToolRename } from '../tools/rename-matches.js';
import type { ToolDrift } from '../tools/tool-drift.js';

/** What happens in the background, by name. Listen with `cards.on`. */
export interface AgentCardsEvents {
  /** Some tools have been embedded, or have failed for good. */
  readonly 'embedding.progress': EmbeddingProgress;
  /**
   * Tools that the embedder failed for, or whose vectors the store did not take, those of one reason together: search answers
   * lexically for them until they are tried again, by the next `sync` or start, and by itself where the embedder was down.
   */
  readonly 'embedding.failed': EmbeddingFailure;
  /** Nothing is left to embed; failures are part of the sum. */
  readonly 'embedding.completed': EmbeddingSummary;
  /** Known tools came with another definition than the approved one; a sync that finds it again says it again. */
  readonly 'tools.drifted': { readonly drifted: readonly ToolDrift[] };
  /** Tools, some of those that drifted, wait for `tools.approve`; said again likewise. */
  readonly 'tools.quarantined': { readonly toolIds: readonly ToolId[] };
  /** Tools look like renamed ones and wait, as `tools.renames()` lists them, for `tools.acceptRename` or `tools.dismissRename`. */
  readonly 'tools.renamed': { readonly renames: readonly ToolRename[] };
}

const eventNames: NamesOf<AgentCardsEvents> = {
  'embedding.progress': true,
  'embedding.failed': true,
  'embedding.completed': true,
  'tools.drifted': true,
  'tools.quarantined': true,
  'tools.renamed': true,
};

/** @throws AgentCardsError `INVALID_INPUT` for an event that never comes, or a listener that cannot be called */
export function assertListener(name: keyof AgentCardsEvents, listener: unknown): void {
  if (!Object.hasOwn(eventNames, name)) {
    const known = Object.keys(eventNames).join(', ');
    const asked = typeof name === 'string' ? JSON.stringify(name) : 'whose name is no text';
    throw new AgentCardsError('INVALID_INPUT', `There is no event ${asked}; the events are ${known}.`);
  }
  if (typeof listener === 'function') return;
  throw new AgentCardsError('INVALID_INPUT', `The listener to ${name} has to be a function.`);
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
  /** Calls of the embedder in which one of them took part, at most; 0 where it was down already. */
  readonly attempts: number;
  /**
   * `EMBEDDER_FAILED`, with what the embedder threw as its `cause`; or the error of the store, `STORE_OPERATION_FAILED`
   * where it threw none of ours.
   */
  readonly error: unknown;
}

export interface EmbeddingSummary {
  readonly modelId: string;
  /** Tools whose text went through the embedder, and whose vectors are stored. */
  readonly embedded: number;
  /** Tools whose vector was there already, made from the same text by the same model. */
  readonly reused: number;
  readonly failed: number;
}
