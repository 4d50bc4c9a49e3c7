export interface EngineTool {
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema?: object | null | undefined;
  readonly outputSchema?: object | null | undefined;
  readonly server?: string | undefined;
  readonly serverDescription?: string | undefined;
  /** Whether it says of itself that it changes nothing, as `readOnlyHint` of MCP does. @default false */
  readonly readOnly?: boolean | undefined;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  /**
   * When the tool's contract was last changed, in milliseconds since the epoch: what was observed before it says less
   * about the tool as it is now. @default 0
   */
  readonly definedAt?: number | undefined;
}

/** Decides which tools a caller may see. A filter that throws hides the tool. */
export type ToolFilter = (tool: EngineTool) => boolean;

/**
 * - `empty_catalogue`, `nothing_permitted`: there is nothing to search; with a filter it is always the second.
 * - `empty_intent`: there is nothing to search for.
 * - `no_match`: no tool shares a word or a meaning with the intent.
 * - `low_confidence`: what is nearest is so unlikely to be meant that it is not offered.
 */
export type AbstentionReason = 'empty_catalogue' | 'empty_intent' | 'no_match' | 'nothing_permitted' | 'low_confidence';
