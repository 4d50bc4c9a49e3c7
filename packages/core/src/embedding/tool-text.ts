import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { sha256 } from '../digest.js';
import { embeddingText } from '../tools/embedding-text.js';
import { maxTextLength } from './call-embedder.js';

/** What is embedded of a tool. */
export interface ToolText {
  readonly toolId: ToolId;
  readonly text: string;
  readonly contentHash: string;
}

/** Records are never changed, so each is hashed once. */
const known = new WeakMap<ToolRecord, ToolText>();

/** Whether a vector was made from what a tool says now, and the tool is still there. */
export function isOfPresentText(
  tool: ToolRecord | undefined,
  { contentHash }: { readonly contentHash: string },
): boolean {
  return tool !== undefined && tool.status !== 'removed' && toolText(tool).contentHash === contentHash;
}

export function toolText(tool: ToolRecord): ToolText {
  const before = known.get(tool);
  if (before) return before;
  const text = embeddingText(tool).slice(0, maxTextLength);
  const made = { toolId: tool.toolId, text, contentHash: sha256(text) };
  known.set(tool, made);
  return made;
}
