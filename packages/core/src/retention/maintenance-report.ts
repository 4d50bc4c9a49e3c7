/** What the retention policy took out of the store, or, of a dry run, what it would. */
export interface MaintenanceReport {
  readonly dryRun: boolean;
  /** Executions that were retired. */
  readonly executions: number;
  /** Entries of the error log that were deleted. */
  readonly errors: number;
  /** Removed tools that were deleted. */
  readonly removedTools: number;
  /** What is kept although the policy says otherwise, because the store lacks `retirement`, `errors.prune` or `tools.purge`. */
  readonly unsupported: readonly ('executions' | 'errors' | 'removedTools')[];
}
