import type { ToolRecord } from '../contracts/tool.js';

/**
 * The text by which a tool is embedded: what it is called, what it does, which parameters it takes. Never its server:
 * a server that is renamed keeps its vectors.
 */
export function embeddingText(tool: Pick<ToolRecord, 'name' | 'title' | 'description' | 'inputSchema'>): string {
  const properties = tool.inputSchema.properties;
  // Sorted, since databases give keys back in an order of their own.
  const parameters = typeof properties === 'object' && properties !== null ? Object.keys(properties).sort() : [];
  const words = [
    tool.title ?? '',
    tool.name.replaceAll(/[_\-./]+/g, ' '),
    tool.description ?? '',
    parameters.join(', '),
  ];
  return words.filter((part) => part !== '').join('. ');
}
