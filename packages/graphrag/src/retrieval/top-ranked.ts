/** What rankings are sorted by. */
export interface Ranked {
  readonly toolId: string;
  readonly score: number;
}

/**
 * Keeps the best entries by descending score, ties by ascending id. Entries gather in a buffer that is sorted and cut
 * whenever it has grown to several times the limit, so that large rankings are never sorted whole for a few.
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
    this.entries.push(entry);
    if (this.entries.length < 4 * this.limit + 64) return;
    this.entries = this.best();
    this.lowest = this.entries.at(-1)!.score;
  }

  best(): Entry[] {
    return this.entries.sort(byRank).slice(0, this.limit);
  }
}

/** By descending score, ties by ascending id. */
export function byRank(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.toolId < b.toolId ? -1 : 1);
}
