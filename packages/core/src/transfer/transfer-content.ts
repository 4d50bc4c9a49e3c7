import type { DependencyDeclaration, DependencyIncrement } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { EmbeddingRecord, SuggestionRecord } from '../contracts/store.js';
import type { ToolRecord } from '../contracts/tool.js';
import type { DriftEntry } from '../tools/drift-register.js';
import type { RenameEntry } from '../tools/tool-aliases.js';

export const transferFormat = 'agentcards';
/** Raised when a reader of the version before would get something wrong; members that it may ignore can come without. */
export const transferVersion = 1;

/** A tool, and what is known of the changes of its definition. */
export interface TransferredTool extends ToolRecord {
  readonly drift?: DriftEntry | undefined;
}

/** What a line of an export holds, by its kind. */
export interface TransferContent {
  readonly server: { readonly server: string; readonly description: string };
  readonly tool: TransferredTool;
  readonly vector: EmbeddingRecord;
  readonly rename: RenameEntry;
  readonly dependency: DependencyDeclaration;
  readonly sum: DependencyIncrement;
  readonly execution: ExecutionRecord;
  readonly suggestion: SuggestionRecord;
}

/** What a line of an export is about. */
export type TransferKind = keyof TransferContent;

/** In the order in which they are exported: what others rest upon first. */
export const transferKinds: readonly TransferKind[] = [
  'server',
  'tool',
  'vector',
  'rename',
  'dependency',
  'sum',
  'execution',
  'suggestion',
];

/** How many, of every kind. */
export type TransferCounts = Readonly<Record<TransferKind, number>>;

export function noTransfers(): Record<TransferKind, number> {
  return Object.fromEntries(transferKinds.map((kind) => [kind, 0])) as Record<TransferKind, number>;
}
