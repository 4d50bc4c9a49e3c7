import type { DependencyEdge, DependencyView } from '../graph/dependency-graph.js';
import type { EngineTool, ToolFilter } from '../types.js';
import { permits } from './permits.js';

/** A tool that another one needs to have run. */
export interface Requirement {
  readonly toolId: string;
  /** The targets, or requirements of targets, that need it; ordered by id. */
  readonly requiredBy: readonly string[];
  /** Confidence of the strongest chain of edges from a target, in (0, 1). */
  readonly confidence: number;
}

/** Bounds of the closure and what an edge must show to be part of it. */
export const requirementSettings = {
  /** Edges from a target to a requirement. */
  maximumDepth: 6,
  /** Requirements of all targets together. */
  maximumCount: 20,
  /** Confidence that an edge needs. */
  minimumConfidence: 0.6,
  /** Share of the runs of a tool in which a learned requirement was proven by data flow or declaration. */
  minimumShare: 0.5,
} as const;

/**
 * Everything that the targets need to have run: the closure over declared edges, and over learned ones that are
 * proven by data flow or declaration in most runs of the tool that needs them (that one tool followed another is no
 * proof of need). Targets are never requirements. Nearest first by confidence, ties by id; bounded in depth and
 * number, so cycles and long chains end.
 */
export function findRequirements(
  targets: readonly string[],
  graph: DependencyView,
  tool: (toolId: string) => EngineTool | undefined,
  filter?: ToolFilter,
): readonly Requirement[] {
  const found = new Map<string, { confidence: number; requiredBy: Set<string> }>();
  const isTarget = new Set(targets);
  let layer: readonly (readonly [toolId: string, confidence: number])[] = targets.map((toolId) => [toolId, 1]);
  for (let depth = 0; depth < requirementSettings.maximumDepth; depth++) {
    const next = new Map<string, number>();
    for (const [needing, confidence] of layer) {
      for (const edge of graph.predecessors(needing)) {
        const required = tool(edge.from);
        if (isTarget.has(edge.from) || !isRequirement(edge, graph) || !required || !permits(filter, required)) continue;
        const known = found.get(edge.from);
        known?.requiredBy.add(edge.to);
        if (known === undefined || next.has(edge.from)) {
          next.set(edge.from, Math.max(next.get(edge.from) ?? 0, confidence * edge.confidence));
        }
        if (known === undefined) found.set(edge.from, { confidence: 0, requiredBy: new Set([edge.to]) });
      }
    }
    for (const [toolId, confidence] of next) found.get(toolId)!.confidence = confidence;
    layer = Array.from(next);
  }
  const kept = Array.from(found)
    .sort(([a, { confidence: first }], [b, { confidence: second }]) => second - first || (a < b ? -1 : 1))
    .slice(0, requirementSettings.maximumCount);
  const shown = new Set([...targets, ...kept.map(([toolId]) => toolId)]);
  return kept.map(([toolId, { confidence, requiredBy }]) => ({
    toolId,
    requiredBy: Array.from(requiredBy)
      .filter((needing) => shown.has(needing))
      .sort(),
    confidence,
  }));
}

function isRequirement(edge: DependencyEdge, graph: DependencyView): boolean {
  if (edge.confidence < requirementSettings.minimumConfidence) return false;
  if (edge.source !== 'learned') return true;
  const proven = Math.max(edge.dataFlowCount, edge.declaredCount);
  return proven >= requirementSettings.minimumShare * graph.runs(edge.to);
}
