import type { ToolRecord } from '../contracts/tool.js';

/** The part of a record that its server decides, but for the name, which is in the id. */
export type DefinitionParts = Pick<
  ToolRecord,
  'title' | 'description' | 'inputSchema' | 'outputSchema' | 'annotations' | 'fingerprint'
>;

export const definitionFields = ['annotations', 'description', 'inputSchema', 'outputSchema', 'title'] as const;
