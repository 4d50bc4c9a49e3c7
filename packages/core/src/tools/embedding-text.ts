import type { ToolRecord } from '../contracts/tool.js';

/**
 * The text by which a tool is embedded: what it is called, what it does, which parameters it takes. The name stands there
 * twice, or a long description drowns it. Never its server: a server that is renamed keeps its vectors.
 */
export function embeddingText(tool: Pick<ToolRecord, 'name' | 'title' | 'description' | 'inputSchema'>): string {
  const properties = tool.inputSchema.properties;
  // Sorted, since databases give keys back in an order of their own.
  const parameters = typeof properties === 'object' && properties !== null ? Object.keys(properties).sort() : [];
  const name = spokenName(tool.name);
  const words = [tool.title ?? '', name, name, tool.description ?? '', parameters.join(', ')];
  return words.filter((part) => part !== '').join('. ');
}

/** A name as words: `getTop_songs` is `get Top songs`. */
function spokenName(name: string): string {
  return name
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/[_\-./:]+/g, ' ');
}
