import type { EngineTool, ToolFilter } from '../types.js';
import { type LexicalSettings, toolFields } from './lexical-settings.js';
import { permits } from './permits.js';
import { toQueryTerms } from './query-terms.js';
import { ScoreBoard } from './score-board.js';
import { createTextIndex } from './text-index.js';
import type { Tokenizer } from './tokenize.js';
import { toolText } from './tool-text.js';

export interface RankQuery {
  readonly text: string;
  readonly embedding?: Float32Array | readonly number[] | undefined;
  readonly filter?: ToolFilter | undefined;
  /** How many tools at most. @default all that match */
  readonly limit?: number | undefined;
}

/** How well a tool matches a text. */
export interface RankedTool {
  readonly toolId: string;
  /** In [0, 1]. */
  readonly score: number;
}

/** The tools of an engine and the indexes over their texts. */
export interface Catalogue {
  readonly size: number;
  has(toolId: string): boolean;
  get(toolId: string): EngineTool | undefined;
  /** All ids in ascending order (by code unit). */
  ids(): readonly string[];
  upsert(tool: EngineTool): void;
  remove(toolId: string): void;
  /** Permitted tools that match, by descending score, ties by id. */
  rank(query: RankQuery): readonly RankedTool[];
}

export function createCatalogue(tokenize: Tokenizer, settings: LexicalSettings): Catalogue {
  const slotOf = new Map<string, number>();
  const tools: (EngineTool | undefined)[] = [];
  const freeSlots: number[] = [];
  const index = createTextIndex(
    toolFields.map((field) => settings.fields[field]),
    settings.saturation,
  );
  const board = new ScoreBoard();
  let sortedIds: readonly string[] | undefined;

  return {
    get size() {
      return slotOf.size;
    },
    has: (toolId) => slotOf.has(toolId),
    get: (toolId) => tools[slotOf.get(toolId) ?? -1],
    ids() {
      sortedIds ??= Array.from(slotOf.keys()).sort();
      return sortedIds;
    },

    upsert(tool) {
      let slot = slotOf.get(tool.id);
      if (slot === undefined) {
        slot = freeSlots.pop() ?? tools.length;
        slotOf.set(tool.id, slot);
        sortedIds = undefined;
      }
      tools[slot] = tool;
      const text = toolText(tool);
      index.set(
        slot,
        toolFields.map((field) => tokenize(text[field])),
      );
    },

    remove(toolId) {
      const slot = slotOf.get(toolId);
      if (slot === undefined) return;
      slotOf.delete(toolId);
      index.delete(slot);
      tools[slot] = undefined;
      freeSlots.push(slot);
      sortedIds = undefined;
    },

    rank({ text, filter, limit = Number.POSITIVE_INFINITY }) {
      const query = toQueryTerms(tokenize(text));
      board.reset(tools.length);
      index.addScores(query, board);
      const highest = index.highestScore(query);
      const ranked: RankedTool[] = [];
      for (const slot of board.touched.subarray(0, board.count)) {
        const tool = tools[slot]!;
        if (permits(filter, tool)) ranked.push({ toolId: tool.id, score: board.scores[slot]! / highest });
      }
      return ranked.sort((a, b) => b.score - a.score || (a.toolId < b.toolId ? -1 : 1)).slice(0, limit);
    },
  };
}
