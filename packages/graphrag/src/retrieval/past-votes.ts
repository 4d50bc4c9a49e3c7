/** What past executions with intents like one say. */
export interface Experience {
  /** How far they speak for a tool, by its id, in [0, 1). */
  readonly votes: ReadonlyMap<string, number>;
  /** The intents that are nearest. */
  readonly intents: readonly string[];
}
