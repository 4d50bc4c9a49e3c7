import type { ContractIndex } from './contracts-of-schemas/contract-index.js';
import type { DependencyView } from './graph/dependency-graph.js';
import type { LearnedWeights } from './learning/weights.js';
import type { Bindings } from './memory/bindings.js';
import type { Habits } from './memory/habits.js';
import type { Recollection } from './memory/memory.js';
import type { Catalogue } from './retrieval/catalogue.js';
import type { RankedTool, RankQuery } from './retrieval/rank-tools.js';
import type { Closure } from './retrieval/requirements.js';
import type { Tokenizer } from './retrieval/tokenize.js';
import type { EngineMetrics } from './types.js';

/** What prediction and planning may read. Everything in it is ordered by content, never by arrival. */
export interface EngineState {
  readonly catalogue: Pick<
    Catalogue,
    'size' | 'has' | 'get' | 'ids' | 'namedIn' | 'namesAny' | 'foreignTo' | 'isNewBeside' | 'wishOf'
  >;
  /** Edges between tools that are in the catalogue. */
  readonly graph: DependencyView;
  readonly memory: Recollection;
  readonly habits: Omit<Habits, 'observe' | 'forget'>;
  /** Which outputs fed which arguments. */
  readonly bindings: Pick<Bindings, 'betweenCalls' | 'betweenTools' | 'isFed' | 'rateOf'>;
  /** Which fields of outputs fill which inputs, by the schemas alone. */
  readonly contracts: Pick<ContractIndex, 'fieldsFor'>;
  /** The terms of a text, as tools are found by them. */
  readonly tokenize: Tokenizer;
  /** What was learned about the evidence itself. */
  readonly weights: LearnedWeights;
  /** Whether a kind of evidence is left out, to measure what it is worth. */
  isLeftOut(evidence: string): boolean;
  metrics(): EngineMetrics;
  /** Tools by how well they match a text, without requirements and context. */
  rank(query: RankQuery): readonly RankedTool[];
  /** What must have run before the given tools can, declared or learned, but for what has run. */
  chainsTo(
    toolIds: readonly string[],
    isVisible: (toolId: string) => boolean,
    inUse: ReadonlySet<string>,
  ): Closure['chains'];
  /** The same with what schema contracts propose, and all that shows it. */
  closureOf(toolIds: readonly string[], isVisible: (toolId: string) => boolean, inUse: ReadonlySet<string>): Closure;
}
