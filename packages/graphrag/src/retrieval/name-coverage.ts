import { entry } from '../entry.js';
import type { EngineTool } from '../types.js';
import { grown, NumberLists } from './number-lists.js';
import { ScoreBoard } from './score-board.js';
import { TermCounter } from './term-counter.js';
import { exactFormMark, type WordReader } from './tokenize.js';
import { Vocabulary } from './vocabulary.js';
import { WordMemory } from './word-memory.js';
import { WrittenNames } from './written-names.js';

/** What of a tool's own name an intent says; all in [0, 1]. Void after the next question or change of the catalogue. */
export interface Coverage {
  /** By slot: share of the information of the tool's name. */
  readonly names: Float64Array;
  /** The slots of the tools whose name or id the intent has, each with how surely it is meant by it. */
  readonly written: ReadonlyMap<number, number>;
  /** By number of a server: share of the words of its name. */
  readonly servers: Float64Array;
  /** By slot: number of the tool's server, from 1; 0 for none. */
  readonly serverOf: Uint32Array;
}

/** Words that may stand between those of a name: “archive the last order”. */
const wordsBetween = 2;
/** Words of a text in which it is looked where those of names stand. */
const mostWords = 512;
const nowhere: readonly number[] = [];

/** What is known of the names of some tools. */
interface NameStatistics {
  /** How many tools. */
  readonly size: number;
  /** By term id, computed when it is first asked for; NaN before. */
  readonly information: Float64Array;
  /** By slot, the same. */
  readonly wholes: Float64Array;
}

/**
 * How much of a tool's name an intent says: the other direction of BM25F, which asks how much of the intent a tool
 * covers. `weather` covers the name of `get_weather` and a third of that of `get_weather_alert_zones`. With
 * idf(t) = ln(1 + (N − n_t + ½) / (n_t + ½)) over the names of all tools:
 *
 *     name(d) = Σ idf(t) of the terms of the name that the intent has / Σ idf(t) of the terms of the name
 */
export class NameCoverage {
  private readonly vocabulary: Vocabulary;
  private readonly counter: TermCounter;
  /** By slot: the distinct terms of the tool's name. */
  private readonly termsOfSlot = new NumberLists();
  /** By term: the slots whose name has it. */
  private readonly slotsOfTerm = new NumberLists();
  private readonly serverNumbers = new Map<string, number>();
  /** By number of a server: how many distinct terms its name has. */
  private serverLengths = new Uint32Array(64);
  /** By term: the servers whose name has it. */
  private readonly serversOfTerm = new NumberLists();
  private serverOf = new Uint32Array(64);
  private readonly writtenNames = new WrittenNames();
  /** By slot; undefined where there is no tool. */
  private readonly identifiersOf: (readonly string[] | undefined)[] = [];
  private readonly covered = new ScoreBoard();
  private size = 0;
  private ofAll: NameStatistics | undefined;
  /** Known terms of the words of intents; void after any change. */
  private readonly saidTerms = new WordMemory((word) => this.termsOfWord(word));

  constructor(
    private readonly reader: WordReader,
    /** Whether a name is looked for as it is written. */
    private readonly takesNames = true,
  ) {
    this.vocabulary = new Vocabulary((word) => stemsOf(word, reader));
    this.counter = new TermCounter(this.vocabulary, 1, reader);
  }

  set(slot: number, { id, name, server }: EngineTool): void {
    this.delete(slot);
    const { counter } = this;
    counter.read([name]);
    for (let place = 0; place < counter.count; place++) this.slotsOfTerm.push(counter.ids[place]!, slot);
    this.termsOfSlot.set(slot, counter.ids, counter.count);
    if (slot >= this.serverOf.length) this.serverOf = grown(this.serverOf, slot + 1);
    this.serverOf[slot] = server === undefined ? 0 : this.serverNumber(server);
    const identifiers = id === name ? [name] : [name, id];
    this.identifiersOf[slot] = identifiers;
    this.writtenNames.add(slot, identifiers);
    this.size++;
  }

  delete(slot: number): void {
    this.ofAll = undefined;
    this.saidTerms.clear();
    const identifiers = this.identifiersOf[slot];
    if (identifiers === undefined) return;
    this.writtenNames.delete(slot, identifiers);
    for (const term of this.termsOf(slot)) {
      const first = this.slotsOfTerm.start(term);
      this.slotsOfTerm.splice(term, this.slotsOfTerm.values.indexOf(slot, first) - first, 1);
    }
    this.termsOfSlot.set(slot, [], 0);
    this.serverOf[slot] = 0;
    this.identifiersOf[slot] = undefined;
    this.size--;
  }

  /** @param visible Entry 0 for the tools that count nowhere; all count where it is absent. */
  of(intent: string, visible: Uint8Array | undefined): Coverage {
    const statistics = this.statisticsOf(visible);
    const { covered } = this;
    covered.reset(this.identifiersOf.length);
    const servers = new Float64Array(this.serverNumbers.size + 1);
    for (const term of this.termsSaid(intent)) {
      const start = this.slotsOfTerm.start(term);
      const end = start + this.slotsOfTerm.length(term);
      const information = end > start ? this.informationOf(term, statistics, visible) : 0;
      for (let place = start; place < end; place++) covered.add(this.slotsOfTerm.values[place]!, information);
      const first = this.serversOfTerm.start(term);
      const last = first + this.serversOfTerm.length(term);
      for (let place = first; place < last; place++) servers[this.serversOfTerm.values[place]!]! += 1;
    }
    for (let entry = 0; entry < covered.count; entry++) {
      const slot = covered.touched[entry]!;
      if (visible?.[slot] === 0) continue;
      // The sums are of the same numbers in another order.
      covered.scores[slot] = Math.min(1, covered.scores[slot]! / this.wholeOf(slot, statistics, visible));
    }
    for (let server = 1; server < servers.length; server++) {
      if (servers[server]! > 0) servers[server]! /= this.serverLengths[server]!;
    }
    const written: ReadonlyMap<number, number> = this.takesNames ? this.writtenNames.in(intent, visible) : new Map();
    return { names: covered.scores, written, servers, serverOf: this.serverOf };
  }

  /** The slots of the tools whose name has several words, all of which a text says, and near each other. */
  saidInFull(text: string): readonly number[] {
    const { covered, slotsOfTerm, termsOfSlot } = this;
    covered.reset(this.identifiersOf.length);
    for (const term of this.termsSaid(text)) {
      const start = slotsOfTerm.start(term);
      for (let place = start; place < start + slotsOfTerm.length(term); place++) {
        covered.add(slotsOfTerm.values[place]!, 1);
      }
    }
    const isWhole = (slot: number) => covered.scores[slot]! > 1 && covered.scores[slot] === termsOfSlot.length(slot);
    const whole = Array.from(covered.touched.subarray(0, covered.count).filter(isWhole));
    return whole.length === 0 ? whole : whole.filter(this.standTogether(text));
  }

  /** Whether the terms of a name stand with few words between them: in a long text they stand somewhere by chance. */
  private standTogether(text: string): (slot: number) => boolean {
    const placesOf = new Map<number, number[]>();
    for (const [place, word] of this.reader.words(text).slice(0, mostWords).entries()) {
      for (const term of this.saidTerms.of(word)) entry(placesOf, term, (): number[] => []).push(place);
    }
    return (slot) => {
      const places = Array.from(this.termsOf(slot), (term) => placesOf.get(term) ?? nowhere);
      const span = places.length + wordsBetween;
      const isNear = (from: number) => (place: number) => place >= from && place < from + span;
      return places.some((ofTerm) => ofTerm.some((first) => places.every((others) => others.some(isNear(first)))));
    };
  }

  /** Whether a text says all words of the name of any of some tools. */
  saysAny(text: string, slots: readonly number[]): boolean {
    const said = this.termsSaid(text);
    return slots.some((slot) => this.termsOf(slot).every((term) => said.has(term)));
  }

  /** The terms of a tool's name, as they are before the next change. */
  private termsOf(slot: number): Uint32Array {
    const start = this.termsOfSlot.start(slot);
    return this.termsOfSlot.values.subarray(start, start + this.termsOfSlot.length(slot));
  }

  /** The known terms of an intent, each once, in their order. */
  private termsSaid(intent: string): ReadonlySet<number> {
    const said = new Set<number>();
    for (const word of this.reader.words(intent)) for (const id of this.saidTerms.of(word)) said.add(id);
    return said;
  }

  private termsOfWord(word: string): readonly number[] {
    const ids: number[] = [];
    for (const term of stemsOf(word, this.reader)) {
      const id = this.vocabulary.find(term);
      if (id !== undefined) ids.push(id);
    }
    return ids;
  }

  private statisticsOf(visible: Uint8Array | undefined): NameStatistics {
    if (visible === undefined && this.ofAll !== undefined) return this.ofAll;
    let size = this.size;
    if (visible !== undefined) {
      size = 0;
      for (let slot = 0; slot < this.identifiersOf.length; slot++) {
        if (this.identifiersOf[slot] !== undefined && visible[slot] !== 0) size++;
      }
    }
    const statistics = {
      size,
      information: new Float64Array(this.vocabulary.size).fill(Number.NaN),
      wholes: new Float64Array(this.identifiersOf.length).fill(Number.NaN),
    };
    if (visible === undefined) this.ofAll = statistics;
    return statistics;
  }

  private informationOf(term: number, { information, size }: NameStatistics, visible: Uint8Array | undefined): number {
    if (Number.isNaN(information[term])) {
      const start = this.slotsOfTerm.start(term);
      const end = start + this.slotsOfTerm.length(term);
      let count = end - start;
      if (visible !== undefined) {
        for (let place = start; place < end; place++) if (visible[this.slotsOfTerm.values[place]!] === 0) count--;
      }
      information[term] = Math.log(1 + (size - count + 0.5) / (count + 0.5));
    }
    return information[term]!;
  }

  private wholeOf(slot: number, statistics: NameStatistics, visible: Uint8Array | undefined): number {
    const { wholes } = statistics;
    if (Number.isNaN(wholes[slot])) {
      let sum = 0;
      for (const term of this.termsOf(slot)) sum += this.informationOf(term, statistics, visible);
      wholes[slot] = sum;
    }
    return wholes[slot]!;
  }

  private serverNumber(server: string): number {
    let number = this.serverNumbers.get(server);
    if (number === undefined) {
      number = this.serverNumbers.size + 1;
      this.serverNumbers.set(server, number);
      const { counter } = this;
      counter.read([server]);
      for (let place = 0; place < counter.count; place++) this.serversOfTerm.push(counter.ids[place]!, number);
      if (number >= this.serverLengths.length) this.serverLengths = grown(this.serverLengths, number + 1);
      this.serverLengths[number] = counter.count;
    }
    return number;
  }
}

/** The terms of a word without its exact form. */
function stemsOf(word: string, reader: WordReader): readonly string[] {
  return reader.termsOf(word).filter((term) => !term.startsWith(exactFormMark));
}
