import { toolText } from '../../packages/graphrag/src/retrieval/tool-text.js';
import type { Tool } from '../data/data-set.js';

/** A tool with every text that AgentCards indexes, so that all see the same, and its vector. */
export interface PeerTool {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameterNames: string;
  readonly parameterTexts: string;
  readonly server: string;
  readonly serverDescription: string;
  readonly embedding: Float32Array;
}

export const textFields = [
  'name',
  'title',
  'description',
  'parameterNames',
  'parameterTexts',
  'server',
  'serverDescription',
] as const;

/** Ids of the tools found, best first, at most `topK`; `embedding` is the vector of the text. */
export type PeerSearch = (text: string, embedding: Float32Array) => readonly string[] | Promise<readonly string[]>;

/** A search library in the settings that its documentation has for records like these. */
export interface Peer {
  readonly name: string;
  build(tools: readonly PeerTool[], topK: number): PeerSearch | Promise<PeerSearch>;
}

export function toPeerTool(tool: Tool, embedding: Float32Array): PeerTool {
  return { id: tool.id, ...toolText(tool), embedding };
}
