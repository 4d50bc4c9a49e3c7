/** How the tests are run. */
export interface RunnerOptions {
  /** What the tests are grouped under. @default 'store', 'embedder' or 'user store' */
  readonly title?: string | undefined;
  /** Milliseconds that one case may take. @default 60_000 */
  readonly timeout?: number | undefined;
}
