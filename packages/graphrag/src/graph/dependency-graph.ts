import Graph from 'graphology';
import type { ObservedExecution } from '../execution.js';
import type {
  DependencySource,
  EdgeCounters,
  EffectiveCounts,
  EngineDependency,
  EngineDependencyPair,
} from '../types.js';
import { evidenceWeight } from './edge-confidence.js';
import { type EdgeRating, rateEdge } from './edge-rating.js';
import { ObservedEvidence } from './observed-evidence.js';
import { observationsOf } from './project-execution.js';
import { repetitionOf } from './repetition.js';
import { strongerSource } from './stronger-source.js';

/** An edge between two tools of the catalogue. */
export interface DependencyEdge extends EngineDependencyPair, EdgeCounters {
  readonly source: DependencySource;
  /** In (0, 1). See `edgeConfidence`. */
  readonly confidence: number;
  /** Milliseconds since the epoch; undefined when never observed. */
  readonly lastObserved: number | undefined;
  /** Successful observations, less where they are older than the contract of either tool. See `evidenceWeight`. */
  readonly successWeight: number;
  /** What its observations count for in its confidence. */
  readonly effective: EffectiveCounts;
}

/** What of an edge is read before it is made: a tool may have thousands. `declared` is the source of a declaration. */
export type EdgeCondition = (
  otherTool: string,
  edge: EdgeCounters & { readonly declared: EngineDependency['source'] | undefined },
) => boolean;

/** The dependency graph as readers see it: only edges whose two tools are in the catalogue. */
export interface DependencyView {
  edge(from: string, to: string): DependencyEdge | undefined;
  /** Edges to the tools that run after this one, ordered by tool id. */
  successors(toolId: string): readonly DependencyEdge[];
  /** Edges from the tools that run before this one, ordered by tool id; with `isWanted`, only those. */
  predecessors(toolId: string, isWanted?: EdgeCondition | undefined): readonly DependencyEdge[];
  /** Of the edges to and from others those that were declared, ordered alike: quicker, where many were only learned. */
  declaredSuccessors(toolId: string): readonly DependencyEdge[];
  declaredPredecessors(toolId: string): readonly DependencyEdge[];
  /** The other tools of its edges, each once, in no order: quicker than the edges themselves. */
  neighbours(toolId: string): readonly string[];
  /** How many observed executions ran the tool. */
  runs(toolId: string): number;
  /** Number of edges. */
  edgeCount(): number;
}

export interface DependencyGraph extends DependencyView {
  /** Adds the edge; one that was declared already keeps the stronger source of the two, and its counters. */
  declare(dependency: EngineDependency): void;
  /** Withdraws a declaration; what was observed stays, as a learned edge. */
  withdraw(pair: EngineDependencyPair): void;
  observe(execution: ObservedExecution): void;
  /**
   * What the observations of an edge count for, whether its tools are in the catalogue or not, as of a point in time and
   * as if `upcoming` had been observed too; undefined for an edge that is unknown.
   */
  effectiveCounts(
    pair: EngineDependencyPair,
    asOf: number | undefined,
    upcoming?: Omit<ObservedExecution, 'id'>,
  ): EffectiveCounts | undefined;
  /** All declarations, also of tools outside the catalogue, ordered by (from, to). */
  declarations(): readonly EngineDependency[];
}

interface NodeAttributes {
  readonly id: string;
  runs: number;
}

type EdgeAttributes = {
  -readonly [Counter in keyof EdgeCounters]: number;
} & {
  declared: EngineDependency['source'] | undefined;
  lastObserved: number | undefined;
  evidence: ObservedEvidence;
  rating: EdgeRating | undefined;
};

const unobserved = {
  declared: undefined,
  observedCount: 0,
  successCount: 0,
  failureCount: 0,
  dataFlowCount: 0,
  declaredCount: 0,
  sequenceCount: 0,
  lastObserved: undefined,
  rating: undefined,
};

/** graphology keeps neighbours in plain objects: a node named `__proto__` would be lost. */
const key = (toolId: string) => `:${toolId}`;

const byOther = (direction: 'in' | 'out') => {
  const other = direction === 'in' ? 'from' : 'to';
  return (a: DependencyEdge, b: DependencyEdge) => (a[other] < b[other] ? -1 : 1);
};

/** How observations lose weight with time. */
export interface GraphAging {
  readonly halfLife: number;
  /** The present, in milliseconds since the epoch. */
  readonly present: () => number;
}

/**
 * Makes an empty graph. `inCatalogue` decides which tools readers see; edges of others wait for their return.
 * `definedAt` says when a tool got its present contract.
 */
export function createDependencyGraph(
  inCatalogue: (toolId: string) => boolean,
  definedAt: (toolId: string) => number = () => 0,
  { halfLife, present }: GraphAging = { halfLife: Infinity, present: () => 0 },
): DependencyGraph {
  const graph = new Graph<NodeAttributes, EdgeAttributes>({ type: 'directed', allowSelfLoops: false });
  /** The tools at the other end of declared edges, by tool: few beside what was learned. */
  const declaredWith = { in: new Map<string, Set<string>>(), out: new Map<string, Set<string>>() };

  function node(toolId: string): string {
    const name = key(toolId);
    if (!graph.hasNode(name)) graph.addNode(name, { id: toolId, runs: 0 });
    return name;
  }

  function attributes({ from, to }: EngineDependencyPair): EdgeAttributes {
    const [source, target] = [node(from), node(to)];
    if (!graph.hasEdge(source, target))
      graph.addEdge(source, target, { ...unobserved, evidence: new ObservedEvidence() });
    return graph.getEdgeAttributes(source, target);
  }

  function toEdge(source: string, target: string, attributes: EdgeAttributes): DependencyEdge {
    const { declared, evidence, rating: _, ...observed } = attributes;
    const from = graph.getNodeAttribute(source, 'id');
    const to = graph.getNodeAttribute(target, 'id');
    const edge = { ...observed, source: declared ?? ('learned' as const) };
    const effective = evidence.counts({ halfLife, asOf: present() });
    const evidenced = { ...edge, effective, definedAt: Math.max(definedAt(from), definedAt(to)) };
    return {
      from,
      to,
      ...edge,
      effective,
      successWeight: edge.successCount * evidenceWeight(evidenced),
      // Only where it is read: a quantile takes microseconds, and a tool may have thousands of edges.
      get confidence() {
        attributes.rating = rateEdge(evidenced, attributes.rating);
        return attributes.rating.confidence;
      },
    };
  }

  function edgesAt(toolId: string, direction: 'in' | 'out', isWanted: EdgeCondition = () => true): DependencyEdge[] {
    const name = key(toolId);
    if (!inCatalogue(toolId) || !graph.hasNode(name)) return [];
    const edges: DependencyEdge[] = [];
    const collect = (
      _edge: string,
      edgeAttributes: EdgeAttributes,
      source: string,
      target: string,
      from: NodeAttributes,
      to: NodeAttributes,
    ) => {
      const other = direction === 'in' ? from.id : to.id;
      if (isWanted(other, edgeAttributes) && inCatalogue(other)) edges.push(toEdge(source, target, edgeAttributes));
    };
    if (direction === 'in') graph.forEachInEdge(name, collect);
    else graph.forEachOutEdge(name, collect);
    return edges.sort(byOther(direction));
  }

  function declaredAt(toolId: string, direction: 'in' | 'out'): DependencyEdge[] {
    if (!inCatalogue(toolId)) return [];
    const edges: DependencyEdge[] = [];
    for (const other of declaredWith[direction].get(toolId) ?? []) {
      const [source, target] = direction === 'in' ? [key(other), key(toolId)] : [key(toolId), key(other)];
      if (inCatalogue(other)) edges.push(toEdge(source, target, graph.getEdgeAttributes(source, target)));
    }
    return edges.sort(byOther(direction));
  }

  return {
    declare(dependency) {
      const edge = attributes(dependency);
      edge.declared = strongerSource(dependency.source, edge.declared);
      const { from, to } = dependency;
      declaredWith.out.set(from, (declaredWith.out.get(from) ?? new Set()).add(to));
      declaredWith.in.set(to, (declaredWith.in.get(to) ?? new Set()).add(from));
    },

    withdraw({ from, to }) {
      const [source, target] = [key(from), key(to)];
      if (!graph.hasEdge(source, target)) return;
      const edge = graph.getEdgeAttributes(source, target);
      edge.declared = undefined;
      declaredWith.out.get(from)?.delete(to);
      declaredWith.in.get(to)?.delete(from);
      if (edge.observedCount === 0) graph.dropEdge(source, target);
    },

    observe(execution) {
      for (const toolId of new Set(execution.tasks.map((task) => task.toolId))) {
        graph.updateNodeAttribute(node(toolId), 'runs', (runs) => (runs ?? 0) + 1);
      }
      const repetition = repetitionOf(execution);
      for (const observation of observationsOf(execution)) {
        const edge = attributes(observation);
        const { observedAt, successCount } = observation;
        edge.evidence.add({ repetition, success: successCount === 1, observedAt });
        edge.observedCount += observation.observedCount;
        edge.successCount += observation.successCount;
        edge.failureCount += observation.failureCount;
        edge.dataFlowCount += observation.dataFlowCount;
        edge.declaredCount += observation.declaredCount;
        edge.sequenceCount += observation.sequenceCount;
        edge.lastObserved = Math.max(edge.lastObserved ?? observation.observedAt, observation.observedAt);
      }
    },

    effectiveCounts({ from, to }, asOf = present(), upcoming) {
      const [source, target] = [key(from), key(to)];
      const evidence = graph.hasEdge(source, target) ? graph.getEdgeAttribute(source, target, 'evidence') : undefined;
      const aging = { halfLife, asOf };
      const next = upcoming && observationsOf(upcoming).find((edge) => edge.from === from && edge.to === to);
      if (upcoming === undefined || next === undefined) return evidence?.counts(aging);
      const { observedAt, successCount } = next;
      const observation = { repetition: repetitionOf(upcoming), success: successCount === 1, observedAt };
      return (evidence ?? new ObservedEvidence()).countsWith(observation, aging);
    },

    declarations() {
      return graph
        .mapEdges((_edge, { declared }, source, target) => ({ declared, source, target }))
        .flatMap(({ declared, source, target }) => (declared === undefined ? [] : [{ declared, source, target }]))
        .map(({ declared, source, target }) => ({
          from: graph.getNodeAttribute(source, 'id'),
          to: graph.getNodeAttribute(target, 'id'),
          source: declared,
        }))
        .sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
    },

    edge(from, to) {
      const [source, target] = [key(from), key(to)];
      if (!inCatalogue(from) || !inCatalogue(to) || !graph.hasEdge(source, target)) return undefined;
      return toEdge(source, target, graph.getEdgeAttributes(source, target));
    },
    successors: (toolId) => edgesAt(toolId, 'out'),
    predecessors: (toolId, isWanted) => edgesAt(toolId, 'in', isWanted),
    declaredSuccessors: (toolId) => declaredAt(toolId, 'out'),
    declaredPredecessors: (toolId) => declaredAt(toolId, 'in'),
    neighbours(toolId) {
      const name = key(toolId);
      if (!inCatalogue(toolId) || !graph.hasNode(name)) return [];
      return graph.mapNeighbors(name, (_neighbour, { id }) => id).filter(inCatalogue);
    },
    runs: (toolId) => (graph.hasNode(key(toolId)) ? graph.getNodeAttribute(key(toolId), 'runs') : 0),
    edgeCount() {
      let count = 0;
      graph.forEachEdge((_edge, _attributes, _source, _target, from, to) => {
        if (inCatalogue(from.id) && inCatalogue(to.id)) count++;
      });
      return count;
    },
  };
}
