/** What became of some lines of an import, as `ImportReport` has it. */
export interface Tally {
  readonly imported?: number | undefined;
  readonly known?: number | undefined;
  readonly skipped?: number | undefined;
}
