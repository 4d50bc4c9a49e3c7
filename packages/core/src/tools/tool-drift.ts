import type { ToolId } from '../contracts/tool.js';

/** One part of a definition that is not what it was. */
export interface DefinitionChange {
  /** Such as `description` or `inputSchema.properties.path.type`; a name that is no identifier is in quotes. */
  readonly path: string;
  /**
   * The old value around the first difference: a text as it is, anything else as JSON, cut to 200 characters. Absent
   * where there was nothing, or where the difference is past the part of a text that is kept.
   */
  readonly before?: string | undefined;
  /** The new value, likewise. */
  readonly after?: string | undefined;
}

/** A known tool, listed or returned after its removal, whose definition is not the one that was known. */
export interface ToolDrift {
  readonly toolId: ToolId;
  readonly outcome: 'accepted' | 'quarantined' | 'rejected';
  /** Against the last definition that was approved; ordered by path, at most 32. */
  readonly changes: readonly DefinitionChange[];
  /** How many changes there are beyond `changes`. */
  readonly moreChanges: number;
}

/** An approval of one definition: of the tool by its id, as long as the definition is the one of the fingerprint. */
export interface ReviewedTool {
  readonly toolId: string;
  readonly fingerprint: string;
}

/** A tool that waits for `tools.approve`. */
export interface QuarantinedTool {
  readonly toolId: ToolId;
  readonly since: Date;
  /** Of the definition that waits. Given to `tools.approve`, nothing else is approved in its place. */
  readonly fingerprint: string;
  /** See `ToolDrift`; empty for a tool that was not quarantined by drift. */
  readonly changes: readonly DefinitionChange[];
  readonly moreChanges: number;
}
