import type { EngineTool, ToolFilter } from '../types.js';
import type { ForeignWords } from './foreign-words.js';
import { createLexicalIndex } from './lexical-index.js';
import type { LexicalSettings } from './lexical-settings.js';
import { withLiteralKinds } from './literal-kinds.js';
import { NameCoverage } from './name-coverage.js';
import { permits } from './permits.js';
import { clausesOf } from './query-terms.js';
import { RankMemory } from './rank-memory.js';
import { type RankedTool, type RankQuery, rankTools } from './rank-tools.js';
import { rankingSettings } from './ranking-settings.js';
import { asksToKnow, changesSomething } from './reading.js';
import type { WordReader } from './tokenize.js';
import { createVectorIndex, type VectorPrecision } from './vector-index.js';
import { readWish, withoutRefused } from './wish.js';

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
  /**
   * Permitted tools that match, by descending score, ties by id. To the last bit as if the catalogue had never had the
   * others.
   */
  rank(query: RankQuery): readonly RankedTool[];
  /** The tools whose name has several words, all of which a text says near each other: hidden ones among them. In no order. */
  namedIn(text: string): readonly string[];
  /** Whether a text says all words of the name of any of some known tools. */
  namesAny(text: string, toolIds: readonly string[]): boolean;
  /** See `ForeignWords`; of the tools that the filter permits, told by their ids. */
  foreignTo(intent: string, filter: ToolFilter | undefined): (past: string, toolIds: readonly string[]) => ForeignWords;
  /** See `LexicalIndex.isNewBeside`; of a known tool. */
  isNewBeside(toolId: string, past: readonly string[]): boolean;
  /** What an intent asks for, and the tools that it forbids; the text as it is where it forbids none. */
  wishOf(intent: string, filter: ToolFilter | undefined): RefusingIntent;
  /** The text whose vector stands for an intent, as one sees it to whom some tools are hidden. */
  textToEmbed(intent: string, filter: ToolFilter | undefined): string;
}

export interface RefusingIntent {
  readonly asked: string;
  readonly refused: ReadonlySet<string>;
}

const nothingRefused: ReadonlySet<string> = new Set();
const nothingLearned: ReadonlyMap<number, number> = new Map();

export function createCatalogue(
  reader: WordReader,
  settings: LexicalSettings,
  precision?: VectorPrecision | undefined,
): Catalogue {
  const slotOf = new Map<string, number>();
  const tools: (ToolDefinition | undefined)[] = [];
  const freeSlots: number[] = [];
  /** By slot, 1 for a tool that changes something. */
  const changing: number[] = [];
  const lexicalIndex = createLexicalIndex(reader, settings);
  // Names are among the texts that the index has read.
  const nameCoverage = new NameCoverage({ ...reader, termsOf: lexicalIndex.termsOf }, settings.fields.name.weight > 0);
  const vectors = createVectorIndex(precision);
  const latestAnswers = new RankMemory();
  let sortedIds: readonly string[] | undefined;

  function takeSlot(toolId: string): number {
    const slot = freeSlots.pop() ?? tools.length;
    slotOf.set(toolId, slot);
    sortedIds = undefined;
    return slot;
  }

  /** Entry 1 for each slot whose tool is permitted. The filter says the same whenever it is asked: see `settleFilter`. */
  function visibleSlots(filter: ToolFilter): Uint8Array {
    return Uint8Array.from(tools, (tool) => (tool !== undefined && permits(filter, tool) ? 1 : 0));
  }

  /** Cosines by slot, or undefined where there are none. */
  function cosinesOf({ embedding, similarities }: RankQuery, visible: Uint8Array | undefined) {
    if (similarities !== undefined) return outsideCosines(similarities, visible);
    // Vectors that only hidden tools have make no difference.
    const hasVectors =
      visible === undefined ? vectors.size > 0 : visible.some((is, slot) => is === 1 && vectors.has(slot));
    return embedding === undefined || !hasVectors ? undefined : vectors.cosines(embedding, tools.length, visible);
  }

  /**
   * Cosines of an outside index. A tool that it did not find is at the bottom: no nearer than any that it found, and less
   * near than they are where they are all alike.
   */
  function outsideCosines(similarities: ReadonlyMap<string, number>, visible: Uint8Array | undefined) {
    const cosines = new Float64Array(tools.length).fill(Number.NaN);
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [toolId, cosine] of similarities) {
      const slot = slotOf.get(toolId);
      if (slot === undefined || visible?.[slot] === 0) continue;
      cosines[slot] = cosine;
      lowest = Math.min(lowest, cosine);
      highest = Math.max(highest, cosine);
    }
    if (highest < lowest) return undefined;
    const bottom = lowest < highest ? lowest : lowest - 1;
    return cosines.map((cosine) => (Number.isNaN(cosine) ? bottom : cosine));
  }

  /** Whether no visible tool is missing in what an outside index says, if one was asked. */
  function tellsOfAll(similarities: RankQuery['similarities'], visible: Uint8Array | undefined): boolean {
    if (similarities === undefined) return true;
    if (visible === undefined && similarities.size < slotOf.size) return false;
    return tools.every((tool, slot) => tool === undefined || visible?.[slot] === 0 || similarities.has(tool.id));
  }

  function bySlot(amounts: ReadonlyMap<string, number>): ReadonlyMap<number, number> {
    return new Map(Array.from(amounts, ([toolId, amount]) => [slotOf.get(toolId) ?? -1, amount]));
  }

  /** What changes something where it is only asked to know something, and what is forbidden. */
  function unwantedFor({ text, refused }: RankQuery): readonly number[] | undefined {
    const isQuestion = asksToKnow(text);
    if (refused === undefined || refused.size === 0) return isQuestion ? changing : undefined;
    return tools.map((tool, slot) =>
      tool !== undefined && refused.has(tool.id) ? 1 : isQuestion ? changing[slot]! : 0,
    );
  }

  /** Whether a tool may be what is asked for in spite of what was done before; undefined where none may. */
  function newTools({ text, experience }: RankQuery): ((slot: number) => boolean) | undefined {
    if (experience === undefined || clausesOf(text).length > rankingSettings.singledOut.clauses) return undefined;
    return (slot) => lexicalIndex.isNewBeside(tools[slot]!, experience.intents);
  }

  function rank(query: RankQuery): readonly RankedTool[] {
    const visible = query.filter === undefined ? undefined : visibleSlots(query.filter);
    const text = withLiteralKinds(query.text);
    const { shares, highestShare, evidence: saying } = lexicalIndex.score(text, visible);
    const also = Array.from(new Set(query.also), (toolId) => slotOf.get(toolId) ?? -1);
    const evidence = {
      tools: visible === undefined ? tools : tools.map((tool, slot) => (visible[slot] === 0 ? undefined : tool)),
      words: shares,
      highestWords: highestShare,
      saying,
      coverage: nameCoverage.of(text, visible),
      // Where an index outside tells of the nearest alone, nobody knows what is usual.
      isUnheardOf: highestShare === 0 && text.trim() !== '' && tellsOfAll(query.similarities, visible),
      cosines: cosinesOf(query, visible),
      unwanted: unwantedFor(query),
      isNew: newTools(query),
      experience: query.experience === undefined ? nothingLearned : bySlot(query.experience.votes),
    };
    const { limit = tools.length, explain } = query;
    return rankTools(evidence, also, { limit, explain }, rankingSettings);
  }

  function wishOf(intent: string, filter: ToolFilter | undefined): RefusingIntent {
    const wish = readWish(intent);
    if (wish.refused.length === 0) return { asked: intent, refused: nothingRefused };
    const visible = filter === undefined ? undefined : visibleSlots(filter);
    const { slots, meant } = lexicalIndex.refusedBy(wish, visible, (slot) => tools[slot]!);
    if (slots.size === 0) return { asked: intent, refused: nothingRefused };
    return { asked: withoutRefused(intent, meant), refused: new Set(Array.from(slots, (slot) => tools[slot]!.id)) };
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
    dropVector(toolId) {
      latestAnswers.clear();
      vectors.delete(slotOf.get(toolId) ?? -1);
    },
    setVector(toolId, vector) {
      latestAnswers.clear();
      vectors.set(slotOf.get(toolId)!, vector);
    },
    ids() {
      sortedIds ??= Array.from(slotOf.keys()).sort();
      return sortedIds;
    },

    upsert(tool, vector) {
      latestAnswers.clear();
      const slot = slotOf.get(tool.id) ?? takeSlot(tool.id);
      tools[slot] = tool;
      changing[slot] = changesSomething(tool) ? 1 : 0;
      lexicalIndex.set(slot, tool);
      nameCoverage.set(slot, tool);
      if (vector === undefined) vectors.delete(slot);
      else vectors.set(slot, vector);
    },

    remove(toolId) {
      const slot = slotOf.get(toolId);
      if (slot === undefined) return;
      latestAnswers.clear();
      slotOf.delete(toolId);
      tools[slot] = undefined;
      lexicalIndex.delete(slot);
      nameCoverage.delete(slot);
      vectors.delete(slot);
      freeSlots.push(slot);
      sortedIds = undefined;
    },

    rank: (query) => latestAnswers.recall(query, rank),
    namedIn: (text) => nameCoverage.saidInFull(text).map((slot) => tools[slot]!.id),
    namesAny: (text, toolIds) =>
      nameCoverage.saysAny(
        text,
        toolIds.map((toolId) => slotOf.get(toolId)!),
      ),

    foreignTo(intent, filter) {
      const visible = filter === undefined ? undefined : visibleSlots(filter);
      const foreignTo = lexicalIndex.foreignTo(intent, visible, (slot) => tools[slot]!);
      return (past, toolIds) =>
        foreignTo(
          past,
          toolIds.map((toolId) => slotOf.get(toolId)!),
        );
    },

    isNewBeside: (toolId, past) => lexicalIndex.isNewBeside(tools[slotOf.get(toolId)!]!, past),
    wishOf,

    textToEmbed(intent, filter) {
      const visible = filter === undefined ? undefined : visibleSlots(filter);
      return withLiteralKinds(lexicalIndex.corrected(spokenNames(wishOf(intent, filter).asked), visible));
    },
  };
}

/** Names as models write them, as the words by which tools are embedded: `getSlots` is `get Slots`. No brand begins so. */
function spokenNames(intent: string): string {
  return intent.replace(camelCase, (name) => name.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' '));
}

const camelCase = /(?<![\p{L}\p{N}_./\\-])\p{Ll}{2,32}(?:\p{Lu}[\p{Ll}\p{N}]{1,32}){1,8}(?![\p{L}\p{N}_/\\-])/gu;
