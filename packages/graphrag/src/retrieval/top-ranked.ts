/** What rankings are sorted by. */
export interface Ranked {
  readonly toolId: string;
  readonly score: number;
}

/** Up to this limit a new entry is put in its place at once. */
const placedAtOnce = 64;

/**
 * Keeps the best entries by descending score, ties by ascending id. A few stay sorted; many gather in a buffer that is
 * sorted and cut whenever it has grown to several times the limit. So large rankings are never sorted whole for a few.
 */
export class TopRanked<Entry extends Ranked> {
  private entries: Entry[] = [];
  private lowest = Number.NEGATIVE_INFINITY;

  constructor(private readonly limit: number) {}

  /** False when an entry with this score cannot be among the best, so that it need not be made. */
  accepts(score: number): boolean {
    return this.limit > 0 && score >= this.lowest;
  }

  add(entry: Entry): void {
    const { entries, limit } = this;
    entries.push(entry);
    if (limit <= placedAtOnce) {
      let place = entries.length - 1;
      for (; place > 0 && byRank(entry, entries[place - 1]!) < 0; place--) entries[place] = entries[place - 1]!;
      entries[place] = entry;
      if (entries.length > limit) entries.pop();
      if (entries.length === limit) this.lowest = entries[limit - 1]?.score ?? this.lowest;
    } else if (entries.length >= 4 * limit + 64) {
      this.entries = this.best();
      this.lowest = this.entries.at(-1)!.score;
    }
  }

  best(): Entry[] {
    return this.entries.sort(byRank).slice(0, this.limit);
  }
}

/** By descending score, ties by ascending id. */
export function byRank(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.toolId < b.toolId ? -1 : 1);
}
