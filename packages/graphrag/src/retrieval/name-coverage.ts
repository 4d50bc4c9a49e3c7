import type { EngineTool } from '../types.js';
import { exactFormMark, type WordReader } from './tokenize.js';

/** What of a tool's own name an intent says, by slot; both in [0, 1]. Void after a change of the catalogue. */
export interface Coverage {
  /** Share of the information of the tool's name. */
  name(slot: number): number;
  /** Share of the words of its server's name. */
  server(slot: number): number;
}

interface Named {
  /** Distinct terms of the tool's name, by number. */
  readonly nameTerms: Int32Array;
  /** Number of its server; −1 for none. */
  readonly server: number;
}

/** What is known of the names of some tools. */
interface NameStatistics {
  /** By term number. */
  readonly information: Float64Array;
  /** By slot, summed when it is first asked for; NaN before. */
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
  private readonly termNumbers = new Map<string, number>();
  /** By term number: the slots whose name has it. */
  private readonly slotsOfTerm: number[][] = [];
  private readonly serverNumbers = new Map<string, number>();
  private readonly serverTerms: (readonly string[])[] = [];
  private readonly named: (Named | undefined)[] = [];
  private size = 0;
  private ofAll: NameStatistics | undefined;

  constructor(private readonly reader: WordReader) {}

  set(slot: number, { name, server }: EngineTool): void {
    this.delete(slot);
    const nameTerms = Int32Array.from(this.termsOf(name), (term) => this.numberOf(term));
    for (const term of nameTerms) this.slotsOfTerm[term]!.push(slot);
    this.named[slot] = { nameTerms, server: server === undefined ? -1 : this.serverNumber(server) };
    this.size++;
  }

  delete(slot: number): void {
    this.ofAll = undefined;
    const known = this.named[slot];
    if (known === undefined) return;
    for (const term of known.nameTerms) {
      const slots = this.slotsOfTerm[term]!;
      slots.splice(slots.indexOf(slot), 1);
    }
    this.named[slot] = undefined;
    this.size--;
  }

  /** Number of the server of a tool, equal for tools of one server; −1 for none. */
  serverOf(slot: number): number {
    return this.named[slot]?.server ?? -1;
  }

  /** @param visible Entry 0 for the tools that count nowhere; all count where it is absent. */
  of(intent: string, visible: Uint8Array | undefined): Coverage {
    const said = new Set(this.termsOf(intent));
    const statistics = this.statisticsOf(visible);
    const { information, wholes } = statistics;
    const covered = new Map<number, number>();
    for (const term of said) {
      const number = this.termNumbers.get(term);
      for (const slot of number === undefined ? [] : this.slotsOfTerm[number]!) {
        covered.set(slot, (covered.get(slot) ?? 0) + information[number!]!);
      }
    }
    const servers = new Float64Array(this.serverTerms.length).fill(Number.NaN);
    return {
      name: (slot) => {
        const amount = covered.get(slot);
        if (amount === undefined) return 0;
        if (Number.isNaN(wholes[slot])) wholes[slot] = this.sumOf(slot, information);
        // The sums are of the same numbers in another order.
        return Math.min(1, amount / wholes[slot]!);
      },
      server: (slot) => {
        const server = this.serverOf(slot);
        if (server < 0) return 0;
        if (Number.isNaN(servers[server])) servers[server] = shareOf(this.serverTerms[server]!, said);
        return servers[server]!;
      },
    };
  }

  private statisticsOf(visible: Uint8Array | undefined): NameStatistics {
    if (visible === undefined && this.ofAll !== undefined) return this.ofAll;
    const isVisible = (slot: number) => visible === undefined || visible[slot] !== 0;
    let size = this.size;
    if (visible !== undefined) size = this.named.filter((tool, slot) => tool !== undefined && isVisible(slot)).length;
    const statistics = {
      information: Float64Array.from(this.slotsOfTerm, (slots) => {
        const count = visible === undefined ? slots.length : slots.filter(isVisible).length;
        return Math.log(1 + (size - count + 0.5) / (count + 0.5));
      }),
      wholes: new Float64Array(this.named.length).fill(Number.NaN),
    };
    if (visible === undefined) this.ofAll = statistics;
    return statistics;
  }

  private sumOf(slot: number, information: Float64Array): number {
    return this.named[slot]!.nameTerms.reduce((sum, term) => sum + information[term]!, 0);
  }

  private termsOf(text: string): readonly string[] {
    const terms = this.reader.words(text).flatMap((word) => this.reader.termsOf(word));
    return Array.from(new Set(terms)).filter((term) => !term.startsWith(exactFormMark));
  }

  private numberOf(term: string): number {
    let number = this.termNumbers.get(term);
    if (number === undefined) {
      number = this.slotsOfTerm.push([]) - 1;
      this.termNumbers.set(term, number);
    }
    return number;
  }

  private serverNumber(server: string): number {
    let number = this.serverNumbers.get(server);
    if (number === undefined) {
      number = this.serverTerms.push(this.termsOf(server)) - 1;
      this.serverNumbers.set(server, number);
    }
    return number;
  }
}

function shareOf(terms: readonly string[], said: ReadonlySet<string>): number {
  if (terms.length === 0) return 0;
  return terms.filter((term) => said.has(term)).length / terms.length;
}
