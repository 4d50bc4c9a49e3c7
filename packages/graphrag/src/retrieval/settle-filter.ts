import type { EngineTool, ToolFilter } from '../types.js';
import type { NamesOf } from '../validation/checks.js';
import type { Catalogue } from './catalogue.js';
import { permits } from './permits.js';

/**
 * The query with a filter that answers from what the caller's said of every tool, once and before anything is computed:
 * it is foreign code, which may change its mind, ask the engine, or change it. A tool that came or changed while it ran
 * was not asked for: it is hidden.
 */
export function settleFilter<Query extends { readonly filter?: ToolFilter | undefined }>(
  query: Query,
  catalogue: Pick<Catalogue, 'ids' | 'get'>,
  names: NamesOf<Query>,
): Query {
  const filter = query?.filter;
  // Anything else is refused where the query is read, which is after this: a filter may change what vectors there are.
  if (typeof filter !== 'function') return query;
  const permitted = new Set<EngineTool>();
  for (const toolId of catalogue.ids()) {
    const tool = catalogue.get(toolId);
    if (tool !== undefined && permits(filter, tool)) permitted.add(tool);
  }
  const settled: Query = { ...query, filter: (tool: EngineTool) => permitted.has(tool) };
  // What a spread leaves out: members that the query has from its class.
  for (const name of Object.keys(names) as (keyof Query)[]) {
    if (!(name in settled) && name in query) settled[name] = query[name];
  }
  return settled;
}
