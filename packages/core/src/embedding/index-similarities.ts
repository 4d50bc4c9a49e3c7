import type { ScoringEngine, ToolFilter } from '../contracts/engine.js';
import type { Store } from '../contracts/store.js';
import type { ToolIndex } from '../tools/tool-index.js';

/** Tools that the store's index gives for a query. */
const maxCandidates = 200;
/** Tools that are likeliest by words and experience, whose cosines are asked for too. What is in neither counts as not near. */
const maxTold = 100;

/** Which tools a search is about. */
export interface SearchScope {
  readonly signal: AbortSignal | undefined;
  /** Whether the caller may see a tool; everything, if absent. */
  readonly permits: ToolFilter | undefined;
  readonly exclude: readonly string[] | undefined;
}

export function filterOf({ permits, exclude = [] }: SearchScope): ToolFilter | undefined {
  if (exclude.length === 0) return permits;
  const excluded = new Set(exclude);
  return (tool) => !excluded.has(tool.id) && (permits?.(tool) ?? true);
}

/**
 * Cosines of the nearest by the store's index; over the permitted tools alone, and exactly, where some are hidden. And of
 * those that win without vectors: a tool that is meant by its words would lose against a near one without its own cosine.
 */
export async function similaritiesOf(
  text: string,
  vector: Float32Array,
  scope: SearchScope,
  known: { readonly store: Store; readonly tools: ToolIndex; readonly engine: () => ScoringEngine },
): Promise<Map<string, number>> {
  const { store, tools, engine } = known;
  const { permits, exclude, signal } = scope;
  const told = engine().search({
    text,
    filter: permits,
    exclude,
    topK: maxTold,
    minScore: 0,
    includeRequirements: false,
  });
  const excluded = new Set(exclude).size;
  const chosen = permits !== undefined || excluded > maxCandidates ? filterOf(scope) : undefined;
  const toolIds =
    chosen &&
    tools
      .list()
      .filter(({ toolId, name }) => chosen({ id: toolId, name }))
      .map(({ toolId }) => toolId);
  const limit = maxCandidates + (chosen ? 0 : excluded);
  const nearest = await store.embeddings.nearest!({ vector, limit, toolIds, signal });
  const similarities = new Map<string, number>(nearest.map(({ toolId, similarity }) => [toolId, similarity]));
  const others = told.results.flatMap(({ toolId }) =>
    similarities.has(toolId) ? [] : (tools.get(toolId)?.toolId ?? []),
  );
  if (others.length > 0) {
    const rest = await store.embeddings.nearest!({ vector, limit: others.length, toolIds: others, signal });
    for (const { toolId, similarity } of rest) similarities.set(toolId, similarity);
  }
  return similarities;
}
