import type { TimeInput } from '../contracts/execution-input.js';
import type { TransferCounts } from './transfer-content.js';

/** What is exported. @default everything */
export interface ExportOptions {
  /**
   * Of one server alone: its tools with their vectors, and the renames, declared dependencies, executions and suggestions
   * that name tools of that server and no other. Names of before that count as tools of it now, by accepted renames, are names of
   * it too. Of a server that is unknown nothing is exported, as `tools.list` lists none of its tools.
   */
  readonly server?: string | undefined;
  /** Executions that ran, and suggestions that were made, at this time or later. @default all */
  readonly since?: TimeInput | undefined;
  /** And before this time. @default all */
  readonly until?: TimeInput | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The same after the schema at the border. */
export interface ParsedExportOptions {
  readonly server?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ImportOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What became of the lines of an import. Importing them again imports nothing. */
export interface ImportReport {
  readonly imported: TransferCounts;
  /** What the store has already, or has in a later or stronger form, which stays. */
  readonly known: TransferCounts;
  /**
   * What the store cannot use: vectors of another model than its own, or of a text that no present tool has; sums of retired
   * executions where there are executions already, since they could be the same; suggestions that are too old to be kept.
   */
  readonly skipped: TransferCounts;
  /**
   * Executions of the import that are older already than `retention` lets executions grow: they are taken out when
   * retention runs next, at the latest after the next start.
   */
  readonly expired: number;
}
