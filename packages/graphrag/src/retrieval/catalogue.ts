import type { EngineTool } from '../types.js';
import { createLexicalIndex } from './lexical-index.js';
import type { LexicalSettings } from './lexical-settings.js';
import { type RankedTool, type RankQuery, rankTools } from './rank-tools.js';
import type { Tokenizer } from './tokenize.js';
import { createVectorIndex } from './vector-index.js';

/** What the catalogue keeps of a tool; its vector is kept apart. */
export type ToolDefinition = Omit<EngineTool, 'embedding'>;

/** The tools of an engine and the indexes over them. */
export interface Catalogue {
  readonly size: number;
  /** Length of the tools' vectors; undefined while there are none. */
  readonly dimensions: number | undefined;
  has(toolId: string): boolean;
  get(toolId: string): ToolDefinition | undefined;
  readonly vectorCount: number;
  hasVector(toolId: string): boolean;
  vectorOf(toolId: string): Float32Array | undefined;
  dropVector(toolId: string): void;
  /** Gives a known tool its vector. */
  setVector(toolId: string, vector: Float32Array): void;
  /** All ids in ascending order (by code unit). */
  ids(): readonly string[];
  /** Adds a tool, or replaces the one with its id in every respect. */
  upsert(tool: ToolDefinition, vector: Float32Array | undefined): void;
  remove(toolId: string): void;
  /** Permitted tools that match, by descending score, ties by id. */
  rank(query: RankQuery): readonly RankedTool[];
}

export function createCatalogue(tokenize: Tokenizer, settings: LexicalSettings): Catalogue {
  const slotOf = new Map<string, number>();
  const tools: (ToolDefinition | undefined)[] = [];
  const freeSlots: number[] = [];
  const lexicalIndex = createLexicalIndex(tokenize, settings);
  const vectors = createVectorIndex();
  let sortedIds: readonly string[] | undefined;

  function takeSlot(toolId: string): number {
    const slot = freeSlots.pop() ?? tools.length;
    slotOf.set(toolId, slot);
    sortedIds = undefined;
    return slot;
  }

  return {
    get size() {
      return slotOf.size;
    },
    get dimensions() {
      return vectors.dimensions;
    },
    has: (toolId) => slotOf.has(toolId),
    get: (toolId) => tools[slotOf.get(toolId) ?? -1],
    get vectorCount() {
      return vectors.size;
    },
    hasVector: (toolId) => vectors.has(slotOf.get(toolId) ?? -1),
    vectorOf: (toolId) => vectors.get(slotOf.get(toolId) ?? -1),
    dropVector: (toolId) => vectors.delete(slotOf.get(toolId) ?? -1),
    setVector: (toolId, vector) => vectors.set(slotOf.get(toolId)!, vector),
    ids() {
      sortedIds ??= Array.from(slotOf.keys()).sort();
      return sortedIds;
    },

    upsert(tool, vector) {
      const slot = slotOf.get(tool.id) ?? takeSlot(tool.id);
      tools[slot] = tool;
      lexicalIndex.set(slot, tool);
      if (vector === undefined) vectors.delete(slot);
      else vectors.set(slot, vector);
    },

    remove(toolId) {
      const slot = slotOf.get(toolId);
      if (slot === undefined) return;
      slotOf.delete(toolId);
      tools[slot] = undefined;
      lexicalIndex.delete(slot);
      vectors.delete(slot);
      freeSlots.push(slot);
      sortedIds = undefined;
    },

    rank(query) {
      const scored = lexicalIndex.score(query.text);
      // A filter is foreign code, and may itself ask the engine.
      const words = query.filter === undefined ? scored : scored.copy();
      const useVectors = query.embedding !== undefined && vectors.size > 0;
      const cosines = useVectors ? vectors.cosines(query.embedding, tools.length) : undefined;
      const alsoSlots = Array.from(new Set(query.also), (toolId) => slotOf.get(toolId) ?? -1);
      return rankTools(words, cosines, tools, alsoSlots, query);
    },
  };
}
