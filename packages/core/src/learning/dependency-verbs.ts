import type { AgentCards } from '../agent-cards.js';
import type { Store } from '../contracts/store.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { Life } from '../life.js';
import type { Mutex } from '../mutex.js';
import { parseInput } from '../parse-input.js';
import type { ToolIndex } from '../tools/tool-index.js';
import { listedDependencies } from './listed-dependencies.js';
import type { Projection } from './projection.js';
import { edgePages } from './replay.js';
import { type EdgeFacts, resolvedEdges } from './resolved-edges.js';
import { storedConfidence } from './stored-confidence.js';

export interface DependencyContext {
  readonly life: Life;
  readonly writes: Mutex;
  readonly schemas: typeof import('../schemas/index.js');
  readonly store: Store;
  readonly tools: ToolIndex;
  readonly projection: Projection;
}

/** The verbs by which users declare and read what depends on what. */
export function dependencyVerbs(context: DependencyContext): AgentCards['dependencies'] {
  const { life, writes, schemas, store, tools, projection } = context;
  /** @throws AgentCardsError `TOOL_UNKNOWN` */
  const present = (toolId: string) => tools.aliases.resolve(tools.known(toolId));
  return {
    add: (dependencies) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.dependencyInputsSchema, dependencies, 'The list of dependencies');
        for (const { from, to } of parsed) assertNotSelf(from, to);
        return writes.run(async () => {
          const declared = parsed.map(({ from, to, source }) => ({ from: present(from), to: present(to), source }));
          for (const { from, to } of declared) assertNotSelf(from, to);
          await store.edges.declare(declared, storedConfidence(projection.engine));
          projection.engine.addDependencies(declared);
        });
      }),
    list: (options = {}) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.dependencyListOptionsSchema, options, 'The options of the list');
        const { source } = parsed;
        const toolId = parsed.toolId === undefined ? undefined : tools.aliases.resolve(parsed.toolId);
        const edges: EdgeFacts[] = [];
        for await (const page of edgePages(store)) edges.push(...page);
        const resolved = resolvedEdges(edges, (id) => tools.aliases.resolve(id));
        return listedDependencies(resolved, projection.presentConfidence()).filter((edge) => {
          const ofTool = toolId === undefined || edge.from === toolId || edge.to === toolId;
          return ofTool && (source === undefined || edge.source === source);
        });
      }),
    remove: (pairs) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.dependencyPairsSchema, pairs, 'The list of pairs');
        return writes.run(async () => {
          // Also what was declared when they had other names.
          const known = parsed.flatMap(({ from, to }) =>
            tools.aliases
              .namesOf(tools.known(from))
              .flatMap((start) => tools.aliases.namesOf(tools.known(to)).map((end) => ({ from: start, to: end }))),
          );
          const withdrawn = await store.edges.withdraw(known, storedConfidence(projection.engine));
          projection.engine.removeDependencies(known);
          return withdrawn;
        });
      }),
    path: (from, to) =>
      life.call(async () => {
        const ends = parseInput(schemas, schemas.dependencyPairSchema, { from, to }, 'The pair');
        return projection.engine.shortestPath(present(ends.from), present(ends.to));
      }),
    related: (toolId, relatedOptions = {}) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.relatedToolsOptionsSchema, relatedOptions, 'The options');
        return projection.engine.relatedTools(
          present(parseInput(schemas, schemas.toolIdSchema, toolId, 'The tool id')),
          parsed,
        );
      }),
  };
}

function assertNotSelf(from: string, to: string): void {
  if (from === to) throw new AgentCardsError('DEPENDENCY_SELF', `${from} cannot depend on itself.`);
}
