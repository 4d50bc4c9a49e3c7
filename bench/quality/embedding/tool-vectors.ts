import { embeddingText, type ToolRecord } from '@agentcards/core';
import type { Tool } from '../../data/data-set.js';
import type { TextVectors } from './text-vectors.js';

/** The text that the product embeds for a tool. */
export function textOfTool({ name, description, inputSchema }: Tool): string {
  return embeddingText({ name, description, inputSchema: (inputSchema ?? {}) as ToolRecord['inputSchema'] });
}

/** Vectors of tools, ready for `setEmbeddings`. */
export async function embedTools(tools: readonly Tool[], vectors: TextVectors) {
  const texts = tools.map(textOfTool);
  await vectors.prepare(texts, 'document');
  return tools.map(({ id }, index) => ({ toolId: id, embedding: vectors.vectorOf(texts[index]!) }));
}
