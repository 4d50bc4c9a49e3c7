/** A JSON value as it comes from a tool server. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Canonical tool id `server:tool`. Made by `toToolId` or `parseToolId`, never by concatenation. */
export type ToolId = string & { readonly __brand: 'ToolId' };

/** A tool as an MCP server lists it (the slice of the protocol's `Tool` that the index reads). */
export interface ToolDefinition {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema?: object | undefined;
  readonly outputSchema?: object | undefined;
  readonly annotations?: object | undefined;
}

/**
 * What becomes of a known tool whose definition changed:
 * - `accept`: the new definition holds at once.
 * - `quarantine`: the tool is kept out of every answer until `tools.approve`, or until its server lists the approved
 *   definition again.
 * - `reject`: the old definition stays as it is.
 */
export type DriftPolicy = 'accept' | 'quarantine' | 'reject';

/** The tools of one server. `tools` is the server's whole list: tools that it no longer has are marked removed. */
export interface ToolSource {
  readonly server: string;
  /** What the server is for; part of the text by which its tools are found. */
  readonly description?: string | undefined;
  readonly tools: readonly ToolDefinition[];
  /** For the tools of this source. @default `onDrift` of the instance */
  readonly onDrift?: DriftPolicy | undefined;
}

/**
 * - `active`: found and suggested.
 * - `removed`: its server no longer lists it, or it was removed by hand. What was learned about it is kept.
 * - `quarantined`: kept out of every answer until `tools.approve`, or until its server lists the approved definition.
 */
export type ToolStatus = 'active' | 'removed' | 'quarantined';

/** A tool as it is stored. */
export interface ToolRecord {
  readonly toolId: ToolId;
  readonly serverId: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject | undefined;
  readonly annotations?: JsonObject | undefined;
  /** SHA-256 (hex) over the whole definition, key order irrelevant. */
  readonly fingerprint: string;
  readonly status: ToolStatus;
  readonly firstSeen: Date;
  readonly updatedAt: Date;
}
