import type { ErrorRecord } from './contracts/store.js';
import type { ToolId, ToolStatus } from './contracts/tool.js';
import type { ErrorCode } from './errors/error-codes.js';
import type { WeightsHealth } from './learning/weight-learner.js';
import type { ProposedRename, ToolRename } from './tools/rename-matches.js';
import type { QuarantinedTool, ToolDrift } from './tools/tool-drift.js';

/** A tool or a change that was not taken in as it came, and why. */
export interface SyncIssue {
  readonly server: string;
  /** Name of the tool, shortened; absent where it has none, or the server as a whole is meant. */
  readonly tool?: string | undefined;
  /** Of a rejected tool: its place in the list of its source, from 0. */
  readonly index?: number | undefined;
  readonly code: ErrorCode;
  readonly message: string;
}

export interface SyncReport {
  readonly added: readonly ToolId[];
  readonly changed: readonly ToolId[];
  readonly unchanged: readonly ToolId[];
  readonly removed: readonly ToolId[];
  /**
   * Known tools that came with another definition than the approved one, and what became of them; a sync that finds it
   * again says it again. They are in one of the lists above too: in `changed` when the new definition was stored now, in
   * `unchanged` when it was not or had been already, in `added` when they had been removed.
   */
  readonly drifted: readonly ToolDrift[];
  /** Tools that look like renamed ones. Nothing is merged unless `tools.acceptRename` says so. */
  readonly renames: readonly ToolRename[];
  /** Tools that are not in the index because of what they are; the others are. */
  readonly rejected: readonly SyncIssue[];
  /** Taken in, but not as it came. */
  readonly warnings: readonly SyncIssue[];
}

export interface RecordReceipt {
  readonly id: string;
  /** `duplicate`: an execution of this id was recorded before, and nothing changed. */
  readonly status: 'recorded' | 'duplicate';
  /**
   * Set where the execution is older already than `retention` lets executions grow: it is learned from now, and taken out
   * when retention runs next, at the latest after the next start. Seconds given for milliseconds look like 1970.
   */
  readonly expired?: true | undefined;
  /**
   * Whether the suggestion that the execution names is known, so that it is learned what became of what it proposed.
   * `unknown`: it is too old or was never made here, or could not be looked up; the execution was recorded without it.
   * Absent where the execution names none.
   */
  readonly suggestion?: 'followed' | 'unknown' | undefined;
}

export interface Stats {
  readonly tools: Readonly<Record<ToolStatus, number>>;
  readonly servers: number;
  /** Active tools with a current vector. */
  readonly embedded: number;
  /** Edges between active tools. */
  readonly dependencies: number;
  /** Edges over possible edges, in [0, 1]. */
  readonly density: number;
  /** Executions that answers are made from: all of the store, or as many as `maxMemories` lets. */
  readonly executions: number;
}

export interface Health {
  /** `degraded`: everything answers, but embedding failed for some tools or for the last query, or the last call for tools did. */
  readonly status: 'ok' | 'degraded';
  /** `lexical` without an embedder or before any vector is there. */
  readonly search: 'lexical' | 'hybrid';
  readonly embeddings: {
    readonly modelId: string | null;
    readonly stored: number;
    readonly pending: number;
    /** Active tools that have no vector because the embedder or the store failed. */
    readonly failed: number;
    /**
     * Which of the two it was that failed last; absent while nothing is without a vector for it. `EMBEDDER_FAILED` from the
     * first call that failed, while tools are `pending` and it is tried again; `errors` has what was said.
     */
    readonly failure?: 'EMBEDDER_FAILED' | 'STORE_OPERATION_FAILED' | undefined;
    /** Where vectors are compared: one by one in memory, or by the store's index. */
    readonly vectors: 'none' | 'exact' | 'index';
    /** While another embedder takes over: its model, and how many of its vectors wait. */
    readonly reembedding?: { readonly modelId: string; readonly staged: number } | undefined;
  };
  /** How much each kind of evidence is worth to predictions: what it was learned from. */
  readonly weights: WeightsHealth;
  /** Tools that wait for `tools.approve`: how many, and the first 20 by id. */
  readonly quarantined: { readonly total: number; readonly tools: readonly QuarantinedTool[] };
  /** Renames that wait for `tools.acceptRename` or `tools.dismissRename`: how many, and the first 20 of `tools.renames()`. */
  readonly renames: { readonly total: number; readonly proposals: readonly ProposedRename[] };
  readonly errors: { readonly total: number; readonly recent: readonly ErrorRecord[] };
}

export interface RebuildReport {
  readonly executions: number;
  /** Edges that the executions show. */
  readonly observedEdges: number;
}
