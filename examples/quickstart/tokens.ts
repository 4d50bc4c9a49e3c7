import type { ToolRecord } from 'agentcards';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** Tokens (o200k_base) of definitions as they are given to a model: name, description and input schema as JSON. */
export function tokensOf(tools: readonly ToolRecord[]): number {
  const shown = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  return countTokens(JSON.stringify(shown));
}
