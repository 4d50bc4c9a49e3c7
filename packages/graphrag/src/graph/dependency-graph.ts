import { entry } from '../entry.js';
import { type ObservedExecution, toolsOf } from '../execution.js';
import type {
  DependencySource,
  EdgeCounters,
  EdgeObservation,
  EffectiveCounts,
  EngineDependency,
  EngineDependencyPair,
} from '../types.js';
import { evidenceWeight } from './edge-confidence.js';
import { type EdgeRating, rateEdge } from './edge-rating.js';
import { ObservedEvidence, type RepeatableObservation } from './observed-evidence.js';
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

/**
 * Share of the runs of a tool in more than which an edge to it has to be proven by data flow or declaration to say that the tool
 * needs the other one: of two that it follows by turns it needs neither.
 */
const provenShare = 0.5;

/** The dependency graph as readers see it: only edges whose two tools are in the catalogue. */
export interface DependencyView {
  edge(from: string, to: string): DependencyEdge | undefined;
  /** Edges to the tools that run after this one, ordered by tool id. */
  successors(toolId: string): readonly DependencyEdge[];
  /** Edges from the tools that run before this one, ordered by tool id. */
  predecessors(toolId: string): readonly DependencyEdge[];
  /** Of these, the ones proven by data flow or declaration in most runs of this tool: quicker than all. */
  provenPredecessors(toolId: string): readonly DependencyEdge[];
  /** Of the edges to and from others those that were declared, ordered alike: quicker, where many were only learned. */
  declaredSuccessors(toolId: string): readonly DependencyEdge[];
  declaredPredecessors(toolId: string): readonly DependencyEdge[];
  /** Tools outside the catalogue that were declared to run before this one, ordered by id. */
  absentRequirements(toolId: string): readonly string[];
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
   * Takes back what `observe` counted. When an edge was last observed is not taken back: to be right, it must have been
   * observed as late by another, or not be observed at all any more. The same holds for the age of what one intent showed.
   */
  forget(execution: ObservedExecution): void;
  /**
   * Looks up what the observations of an edge count for, whether its tools are in the catalogue or not, as of a point in
   * time and as if `upcoming` had been observed too; undefined for an edge that is unknown.
   */
  effectiveCounts(
    upcoming?: Omit<ObservedExecution, 'id'>,
  ): (pair: EngineDependencyPair, asOf?: number | undefined) => EffectiveCounts | undefined;
  /** All declarations, also of tools outside the catalogue, ordered by (from, to). */
  declarations(): readonly EngineDependency[];
}

interface ToolNode {
  readonly id: string;
  runs: number;
  readonly outgoing: Map<string, Edge>;
  readonly incoming: Map<string, Edge>;
  /** The declared ones of both: few beside what was learned. */
  readonly declaredOutgoing: Set<Edge>;
  readonly declaredIncoming: Set<Edge>;
  /** All incoming edges that are proven, and some that were; undefined until it is asked for. */
  proven: Set<Edge> | undefined;
}

interface EdgeContext {
  readonly definedAt: (toolId: string) => number;
  readonly aging: GraphAging;
}

/** An edge as it is kept and as it is read: a tool may have thousands, of which hardly any is looked at. */
class Edge implements DependencyEdge {
  declared: EngineDependency['source'] | undefined = undefined;
  observedCount = 0;
  successCount = 0;
  failureCount = 0;
  dataFlowCount = 0;
  declaredCount = 0;
  sequenceCount = 0;
  lastObserved: number | undefined = undefined;
  readonly evidence: ObservedEvidence;
  private rating: EdgeRating | undefined = undefined;

  constructor(
    readonly fromNode: ToolNode,
    readonly toNode: ToolNode,
    private readonly context: EdgeContext,
  ) {
    this.evidence = new ObservedEvidence(context.aging.halfLife !== Infinity);
  }

  get from(): string {
    return this.fromNode.id;
  }

  get to(): string {
    return this.toNode.id;
  }

  get source(): DependencySource {
    return this.declared ?? 'learned';
  }

  get effective(): EffectiveCounts {
    const { halfLife, present } = this.context.aging;
    return this.evidence.counts({ halfLife, asOf: present() });
  }

  get successWeight(): number {
    return this.successCount * evidenceWeight({ lastObserved: this.lastObserved, definedAt: this.definedAt });
  }

  get confidence(): number {
    const { source, successCount, failureCount, effective, lastObserved, definedAt } = this;
    const evidence = { source, successCount, failureCount, effective, lastObserved, definedAt };
    this.rating = rateEdge(evidence, this.rating);
    return this.rating.confidence;
  }

  /** Whether it was proven in most runs of the tool that it leads to. */
  get isProven(): boolean {
    const proofs = Math.max(this.dataFlowCount, this.declaredCount);
    return proofs > provenShare * this.toNode.runs;
  }

  count(observation: EdgeObservation, unit: 1 | -1): void {
    this.observedCount += unit * observation.observedCount;
    this.successCount += unit * observation.successCount;
    this.failureCount += unit * observation.failureCount;
    this.dataFlowCount += unit * observation.dataFlowCount;
    this.declaredCount += unit * observation.declaredCount;
    this.sequenceCount += unit * observation.sequenceCount;
  }

  private get definedAt(): number {
    const { definedAt } = this.context;
    return Math.max(definedAt(this.from), definedAt(this.to));
  }
}

const byId = (idOf: (edge: DependencyEdge) => string) => (a: DependencyEdge, b: DependencyEdge) =>
  idOf(a) < idOf(b) ? -1 : 1;
const byFrom = byId(({ from }) => from);
const byTo = byId(({ to }) => to);

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
  aging: GraphAging = { halfLife: Infinity, present: () => 0 },
): DependencyGraph {
  const nodes = new Map<string, ToolNode>();
  const context: EdgeContext = { definedAt, aging };

  function nodeOf(toolId: string): ToolNode {
    return entry(nodes, toolId, () => ({
      id: toolId,
      runs: 0,
      outgoing: new Map(),
      incoming: new Map(),
      declaredOutgoing: new Set(),
      declaredIncoming: new Set(),
      proven: undefined,
    }));
  }

  const find = ({ from, to }: EngineDependencyPair) => nodes.get(from)?.outgoing.get(to);

  function edgeOf({ from, to }: EngineDependencyPair): Edge {
    const source = nodeOf(from);
    let edge = source.outgoing.get(to);
    if (edge === undefined) {
      edge = new Edge(source, nodeOf(to), context);
      source.outgoing.set(to, edge);
      edge.toNode.incoming.set(from, edge);
    }
    return edge;
  }

  /** An edge of which nothing is known is no edge. */
  function dropIfEmpty(edge: Edge): void {
    if (edge.observedCount > 0 || edge.declared !== undefined) return;
    edge.fromNode.outgoing.delete(edge.to);
    edge.toNode.incoming.delete(edge.from);
    edge.toNode.proven?.delete(edge);
  }

  /** Edges of a tool to others that are in the catalogue. */
  function shown(
    toolId: string,
    edgesOf: (node: ToolNode) => Iterable<Edge>,
    order: typeof byFrom | typeof byTo,
  ): readonly DependencyEdge[] {
    const node = nodes.get(toolId);
    const edges = node === undefined ? [] : Array.from(edgesOf(node));
    // Most tools have no declared one.
    if (edges.length === 0 || !inCatalogue(toolId)) return [];
    return edges.filter(({ from, to }) => inCatalogue(order === byFrom ? from : to)).sort(order);
  }

  function provenAt(node: ToolNode): Iterable<Edge> {
    const proven = Array.from(node.proven ?? node.incoming.values()).filter(({ isProven }) => isProven);
    node.proven = new Set(proven);
    return proven;
  }

  return {
    declare(dependency) {
      const edge = edgeOf(dependency);
      edge.declared = strongerSource(dependency.source, edge.declared);
      edge.fromNode.declaredOutgoing.add(edge);
      edge.toNode.declaredIncoming.add(edge);
    },

    withdraw(pair) {
      const edge = find(pair);
      if (edge === undefined) return;
      edge.declared = undefined;
      edge.fromNode.declaredOutgoing.delete(edge);
      edge.toNode.declaredIncoming.delete(edge);
      dropIfEmpty(edge);
    },

    observe(execution) {
      for (const toolId of toolsOf(execution)) nodeOf(toolId).runs++;
      const repetition = repetitionOf(execution);
      for (const observation of observationsOf(execution)) {
        const edge = edgeOf(observation);
        const { observedAt } = observation;
        edge.evidence.add(repeatable(observation, repetition));
        edge.count(observation, 1);
        edge.lastObserved = Math.max(edge.lastObserved ?? observedAt, observedAt);
        // No other edge can have become proven: what others need is more by now.
        if (edge.isProven) edge.toNode.proven?.add(edge);
      }
    },

    forget(execution) {
      const repetition = repetitionOf(execution);
      for (const observation of observationsOf(execution)) {
        const edge = edgeOf(observation);
        edge.count(observation, -1);
        edge.evidence.remove(repeatable(observation, repetition));
        if (edge.observedCount === 0) edge.lastObserved = undefined;
        dropIfEmpty(edge);
      }
      for (const toolId of toolsOf(execution)) {
        const node = nodeOf(toolId);
        node.runs--;
        // Others may be proven by what is left.
        node.proven = undefined;
        if (node.runs === 0 && node.outgoing.size === 0 && node.incoming.size === 0) nodes.delete(toolId);
      }
    },

    effectiveCounts(upcoming) {
      const repetition = upcoming && repetitionOf(upcoming);
      // An execution may prove half a million edges, each of which is asked about.
      const next = new Map<string, Map<string, EdgeObservation>>();
      for (const observation of upcoming ? observationsOf(upcoming) : []) {
        entry(next, observation.from, () => new Map<string, EdgeObservation>()).set(observation.to, observation);
      }
      return (pair, asOf = aging.present()) => {
        const evidence = find(pair)?.evidence;
        const asked = { halfLife: aging.halfLife, asOf };
        const observation = next.get(pair.from)?.get(pair.to);
        if (observation === undefined) return evidence?.counts(asked);
        const known = evidence ?? new ObservedEvidence(aging.halfLife !== Infinity);
        return known.countsWith(repeatable(observation, repetition!), asked);
      };
    },

    declarations() {
      return Array.from(nodes.values())
        .flatMap(({ declaredOutgoing }) => Array.from(declaredOutgoing))
        .map(({ from, to, declared }) => ({ from, to, source: declared! }))
        .sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
    },

    edge: (from, to) => (inCatalogue(from) && inCatalogue(to) ? find({ from, to }) : undefined),
    successors: (toolId) => shown(toolId, ({ outgoing }) => outgoing.values(), byTo),
    predecessors: (toolId) => shown(toolId, ({ incoming }) => incoming.values(), byFrom),
    provenPredecessors: (toolId) => shown(toolId, provenAt, byFrom),
    declaredSuccessors: (toolId) => shown(toolId, ({ declaredOutgoing }) => declaredOutgoing, byTo),
    declaredPredecessors: (toolId) => shown(toolId, ({ declaredIncoming }) => declaredIncoming, byFrom),
    absentRequirements(toolId) {
      const declared = inCatalogue(toolId) ? nodes.get(toolId)?.declaredIncoming : undefined;
      if (declared === undefined || declared.size === 0) return [];
      return Array.from(declared, ({ from }) => from)
        .filter((from) => !inCatalogue(from))
        .sort();
    },
    neighbours(toolId) {
      const node = inCatalogue(toolId) ? nodes.get(toolId) : undefined;
      if (node === undefined) return [];
      return Array.from(new Set([...node.outgoing.keys(), ...node.incoming.keys()])).filter(inCatalogue);
    },
    runs: (toolId) => nodes.get(toolId)?.runs ?? 0,
    edgeCount() {
      let count = 0;
      for (const { id, outgoing } of nodes.values()) {
        if (inCatalogue(id)) for (const to of outgoing.keys()) if (inCatalogue(to)) count++;
      }
      return count;
    },
  };
}

function repeatable({ observedAt, successCount }: EdgeObservation, repetition: number): RepeatableObservation {
  return { repetition, success: successCount === 1, observedAt };
}
