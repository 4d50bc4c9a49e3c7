/** A tool on its way into an answer: the components add up to the score. */
export interface ScoredTool {
  readonly toolId: string;
  readonly score: number;
  readonly components: Readonly<Record<string, number>>;
}
