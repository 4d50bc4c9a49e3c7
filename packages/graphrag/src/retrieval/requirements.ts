import type { ContractIndex, ContractProposal } from '../contracts-of-schemas/contract-index.js';
import { entry } from '../entry.js';
import type { DependencyEdge, DependencyView } from '../graph/dependency-graph.js';
import { edgeConfidence } from '../graph/edge-confidence.js';
import type { RequirementEvidence } from '../types.js';

/** A tool that another one needs to have run. */
export interface Requirement {
  readonly toolId: string;
  /** The targets, or requirements of targets, that need it; ordered by id. */
  readonly requiredBy: readonly string[];
  /** What shows the need, in the order of `requiredBy`. */
  readonly evidence: readonly RequirementEvidence[];
  /** Confidence of the strongest chain of edges from a target, in (0, 1). */
  readonly confidence: number;
}

/** Bounds of the closure and what an edge must show to be part of it. */
export const requirementSettings = {
  /** Edges from a target to a requirement. */
  maximumDepth: 6,
  /** Requirements of all targets together. */
  maximumCount: 20,
  /** Tools that are looked at for one target. */
  maximumVisits: 200,
  /** Confidence that an edge needs. */
  minimumConfidence: 0.5,
} as const;

const unobserved = { successCount: 0, failureCount: 0 };

/** Of an edge that a schema contract proposes and nothing has shown. */
const contractConfidence = edgeConfidence({ ...unobserved, source: 'schema' });

/** A tool that another one needs, by an edge that counts as need. */
export interface Need {
  readonly toolId: string;
  readonly evidence: RequirementEvidence;
}

/** What a set of targets needs to have run. */
export interface Closure {
  /** Every needed tool, targets that other targets need included: the edges that say so, by the id of who needs it. */
  readonly evidence: ReadonlyMap<string, readonly RequirementEvidence[]>;
  /** By needed tool and target: confidence of the strongest chain of edges between them. */
  readonly chains: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Makes the lookup of what single tools need; it remembers its answers, for one question to the engine. */
export function createNeeds(
  graph: Pick<DependencyView, 'edge' | 'declaredPredecessors' | 'provenPredecessors'>,
  isVisible: (toolId: string) => boolean,
  contracts?: Pick<ContractIndex, 'proposalsFor'>,
): (toolId: string) => readonly Need[] {
  const known = new Map<string, readonly Need[]>();
  return (toolId) => {
    let needs = known.get(toolId);
    if (needs === undefined) {
      const proposals = contracts?.proposalsFor(toolId, isVisible) ?? [];
      const proven = graph.provenPredecessors(toolId);
      const isProven = (from: string) => proven.some((edge) => edge.from === from);
      const edges = new Set([...graph.declaredPredecessors(toolId), ...proven]);
      for (const { from } of proposals) {
        const edge = graph.edge(from, toolId);
        if (edge !== undefined) edges.add(edge);
      }
      needs = withContracts(Array.from(edges), proposals)
        .filter(({ from, source, confidence }) => {
          if (!isVisible(from)) return false;
          const isNeed = source !== 'learned' || isProven(from);
          return isNeed && confidence >= requirementSettings.minimumConfidence;
        })
        .map(({ from, source, confidence }) => ({
          toolId: from,
          evidence: { requiredBy: toolId, source, confidence },
        }));
      known.set(toolId, needs);
    }
    return needs;
  };
}

/** The needs that are left where some tools are in use already: those have run, and so has what they needed. */
export function unmetNeeds(
  needsOf: (toolId: string) => readonly Need[],
  inUse: ReadonlySet<string>,
): (toolId: string) => readonly Need[] {
  if (inUse.size === 0) return needsOf;
  return (toolId) => (inUse.has(toolId) ? [] : needsOf(toolId).filter((need) => !inUse.has(need.toolId)));
}

/** By id: the edges, and the proposals of schema contracts as `schema` edges: informed by what was observed, never declared. */
function withContracts(
  edges: readonly DependencyEdge[],
  proposals: readonly ContractProposal[],
): readonly Pick<DependencyEdge, 'from' | 'source' | 'confidence'>[] {
  const known = new Map(edges.map((edge) => [edge.from, edge]));
  const proposed = proposals.flatMap(({ from }) => {
    const edge = known.get(from);
    if (edge !== undefined && edge.source !== 'learned') return [];
    const source = 'schema' as const;
    if (edge === undefined) return [{ from, source, confidence: contractConfidence }];
    return [
      {
        from,
        source,
        confidence: Math.max(edge.confidence, edgeConfidence({ ...unobserved, source, effective: edge.effective })),
      },
    ];
  });
  const replaced = new Set(proposed.map(({ from }) => from));
  return [...edges.filter(({ from }) => !replaced.has(from)), ...proposed].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/**
 * The closure over declared edges, over what schema contracts propose, and over learned edges that are proven by data flow or declaration in most runs of
 * the tool that needs them (that one tool followed another is no proof of need). Bounded in depth and number, so that
 * cycles and long chains end.
 */
export function closureOf(targets: readonly string[], needsOf: (toolId: string) => readonly Need[]): Closure {
  const evidence = new Map<string, Map<string, RequirementEvidence>>();
  const chains = new Map<string, Map<string, number>>();
  for (const target of targets) {
    const strongest = new Map([[target, 1]]);
    let layer: readonly string[] = [target];
    for (let depth = 0; depth < requirementSettings.maximumDepth && layer.length > 0; depth++) {
      const raised = new Map<string, number>();
      for (const needing of layer) {
        for (const { toolId, evidence: edge } of needsOf(needing)) {
          const confidence = strongest.get(needing)! * edge.confidence;
          const isNew = !strongest.has(toolId) && !raised.has(toolId);
          if (toolId === target || (isNew && strongest.size + raised.size > requirementSettings.maximumVisits))
            continue;
          entry(evidence, toolId, () => new Map<string, RequirementEvidence>()).set(needing, edge);
          if (confidence > Math.max(strongest.get(toolId) ?? 0, raised.get(toolId) ?? 0))
            raised.set(toolId, confidence);
        }
      }
      for (const [toolId, confidence] of raised) strongest.set(toolId, confidence);
      layer = Array.from(raised.keys()).sort();
    }
    strongest.delete(target);
    for (const [toolId, confidence] of strongest)
      entry(chains, toolId, () => new Map<string, number>()).set(target, confidence);
  }
  const sorted = Array.from(evidence, ([toolId, edges]) => {
    const inOrder = Array.from(edges.values()).sort((a, b) => (a.requiredBy < b.requiredBy ? -1 : 1));
    return [toolId, inOrder] as const;
  });
  return { evidence: new Map(sorted), chains };
}

/** A needed tool as those that are shown need it. */
export function toRequirement(toolId: string, closure: Closure, isShown: (toolId: string) => boolean): Requirement {
  const evidence = closure.evidence.get(toolId)!.filter(({ requiredBy }) => isShown(requiredBy));
  return {
    toolId,
    requiredBy: evidence.map(({ requiredBy }) => requiredBy),
    evidence,
    confidence: Math.max(...closure.chains.get(toolId)!.values()),
  };
}
