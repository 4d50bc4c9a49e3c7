import { entry } from '../entry.js';
import type { EngineTool } from '../types.js';
import { clausesOf } from './query-terms.js';
import type { ScoreBoard } from './score-board.js';
import type { TextIndex } from './text-index.js';
import { TopRanked } from './top-ranked.js';

/** What an intent says beside what was asked for before, in shares of its information in [0, 1]. */
export interface ForeignWords {
  /** In words that tools say, but neither the past intent nor the tools that ran for it. */
  readonly share: number;
  /**
   * How far one other tool is what is asked for: where a tool deletes machines, “delete the machine” is no “set up a machine”. Of the
   * words of the intent that tools say, it has the share m of foreign ones in its name, and says c in all, which is as much as any that ran:
   *
   *     rival = m · c²
   *
   * 0 where an intent asks for several things: that may be another of them.
   */
  readonly rival: number;
}

/** Of an intent, beside a past one and the slots of the tools that ran for it. */
export type ForeignTo = (past: string, slots: readonly number[]) => ForeignWords;

interface Sources {
  readonly index: Pick<TextIndex, 'among' | 'information' | 'documentCount' | 'documentsWith' | 'contains'>;
  stemsIn(text: string): ReadonlySet<string>;
  /** The same, of what is asked about again and again: past intents, and names. */
  rememberedStems(text: string): ReadonlySet<string>;
  toolAt(slot: number): Pick<EngineTool, 'id' | 'name' | 'title'>;
  /** For sums by slot, which mean nothing after a question. */
  readonly board: ScoreBoard;
  /** Slots are below it. */
  readonly slots: number;
}

/** With the information of the intent that it says. */
interface SayingTool {
  readonly toolId: string;
  readonly slot: number;
  readonly score: number;
}

/** So many of the tools that say most of an intent may be what is asked for. */
const rivals = 30;

export function foreignWordsOf(
  intent: string,
  visible: Uint8Array | undefined,
  { index, stemsIn, rememberedStems, toolAt, board, slots: capacity }: Sources,
): ForeignTo {
  const population = visible === undefined ? undefined : index.among(visible);
  let all = 0;
  const ofTools = new Map<string, number>();
  for (const term of stemsIn(intent)) {
    const information = index.information(term, population);
    all += information;
    if (index.documentCount(term, population) > 0) ofTools.set(term, information);
  }
  if (all === 0) return () => ({ share: 0, rival: 0 });

  const known = new Map<number, ReadonlySet<string>>();
  const saidBy = (slot: number) =>
    entry(known, slot, () => new Set(Array.from(ofTools.keys()).filter((term) => index.contains(slot, term))));
  const informationIn = (terms: Iterable<string>) => {
    let sum = 0;
    for (const term of terms) sum += ofTools.get(term)!;
    return sum;
  };
  const ofAll = informationIn(ofTools.keys());
  const asksOneThing = clausesOf(intent).length === 1;
  let mostSaying: readonly SayingTool[] | undefined;

  return (past, slots) => {
    const said = rememberedStems(past);
    const ran = slots.map(saidBy);
    const foreign = new Set<string>();
    for (const term of ofTools.keys()) {
      if (!said.has(term) && !ran.some((terms) => terms.has(term))) foreign.add(term);
    }
    if (foreign.size === 0) return { share: 0, rival: 0 };

    const mostOfRan = ran.reduce((most, terms) => Math.max(most, informationIn(terms)), 0);
    return { share: informationIn(foreign) / all, rival: asksOneThing ? rivalTo(mostOfRan, foreign) : 0 };
  };

  /** None that ran says a foreign word. */
  function rivalTo(mostOfRan: number, foreign: ReadonlySet<string>): number {
    mostSaying ??= findMostSaying();
    let most = 0;
    for (const { slot, score } of mostSaying) {
      if (score < mostOfRan) break;
      const { name, title = '' } = toolAt(slot);
      const called = rememberedStems(`${name} ${title}`);
      const more = informationIn(Array.from(foreign).filter((term) => called.has(term)));
      most = Math.max(most, (more / all) * (score / ofAll) ** 2);
    }
    return most;
  }

  function findMostSaying(): readonly SayingTool[] {
    board.reset(capacity);
    for (const [term, information] of ofTools) {
      for (const slot of index.documentsWith(term)) {
        if (visible === undefined || visible[slot] === 1) board.add(slot, information);
      }
    }
    const top = new TopRanked<SayingTool>(rivals);
    for (const slot of board.touched.subarray(0, board.count)) {
      const score = board.scores[slot]!;
      if (top.accepts(score)) top.add({ slot, score, toolId: toolAt(slot).id });
    }
    return top.best();
  }
}
