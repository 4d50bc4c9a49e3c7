import type { ScoringEngine } from '../contracts/engine.js';
import type { ToolFilter } from '../contracts/engine-tool.js';
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
  // What is excluded is left out of the answer alone: the cosines of the others mean what they mean beside it.
  const excluded = new Set(exclude).size;
  const topK = maxTold + excluded;
  const told = engine().search({ text, filter: permits, topK, minScore: 0, includeRequirements: false });
  const toolIds =
    permits &&
    tools
      .list()
      .filter(({ toolId, name }) => permits({ id: toolId, name }))
      .map(({ toolId }) => toolId);
  const limit = maxCandidates + excluded;
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
