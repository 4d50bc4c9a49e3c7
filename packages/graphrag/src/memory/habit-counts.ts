import { CountsByRow } from './counts-by-row.js';
import { SparseMatrix } from './sparse-matrix.js';

/** Stands for the tool before the first call. No tool has this id. */
export const beforeFirst = '';
/** Its number. As a column of followers it is the end of an execution. */
export const outside = 0;
/** Runs are one row, and repetitions are another. */
const runsRow = 0;
const repetitionsRow = 1;

/** What followed is counted in halves: of calls side by side either may be taken for the first. */
const halves = 2;

/** Places are summed in whole units, so that sums are exact. */
const placeUnits = 2 ** 20;

/** What habits count, by numbers that tools get here. */
export class HabitCounts {
  readonly #names = [beforeFirst];
  readonly #numbers = new Map([[beforeFirst, outside]]);
  /** At two tools of which the second followed or needed the first, the number of the pair. */
  readonly #pairs = new SparseMatrix();
  #pairCount = 0;
  readonly #runs = new CountsByRow(this.#names);
  /** By number of a tool, in units. */
  readonly #placeSums = [0];
  readonly #placeCounts = [0];

  readonly followers = new CountsByRow(this.#names, halves);
  /** By number of a pair. */
  readonly followersOfPairs = new CountsByRow(this.#names, halves);
  readonly later = new CountsByRow(this.#names);
  readonly needing = new CountsByRow(this.#names);

  numberOf(toolId: string): number {
    let number = this.#numbers.get(toolId);
    if (number === undefined) {
      number = this.#names.push(toolId) - 1;
      this.#numbers.set(toolId, number);
      this.#placeSums.push(0);
      this.#placeCounts.push(0);
    }
    return number;
  }

  pairOf(previous: number, tool: number): number {
    return this.#pairs.get(previous, tool) || this.#pairs.add(previous, tool, ++this.#pairCount);
  }

  /** Undefined for a tool of which nothing was counted. */
  find(toolId: string): number | undefined {
    return this.#numbers.get(toolId);
  }

  findPair(previous: string, toolId: string): number | undefined {
    const [before, tool] = [this.find(previous), this.find(toolId)];
    return before === undefined || tool === undefined ? undefined : this.#pairs.get(before, tool) || undefined;
  }

  get runs(): ReadonlyMap<string, number> {
    return this.#runs.row(runsRow);
  }

  addRun(tool: number, unit: number): void {
    this.#runs.add(runsRow, tool, unit);
  }

  get repetitions(): ReadonlyMap<string, number> {
    return this.#runs.row(repetitionsRow);
  }

  addRepetition(tool: number, unit: number): void {
    this.#runs.add(repetitionsRow, tool, unit);
  }

  /** @param place In [0, 1]. */
  addPlace(tool: number, place: number, unit: number): void {
    this.#placeSums[tool]! += unit * Math.round(placeUnits * place);
    this.#placeCounts[tool]! += unit;
  }

  placesOf(toolId: string): { readonly sum: number; readonly count: number } | undefined {
    const tool = this.find(toolId) ?? outside;
    const count = this.#placeCounts[tool]!;
    return count === 0 ? undefined : { sum: this.#placeSums[tool]! / placeUnits, count };
  }

  get isMostlyZero(): boolean {
    return this.followersOfPairs.isMostlyZero || this.later.isMostlyZero;
  }

  /** The same without what became 0: tools and pairs that nothing is known of any more have no number in it. */
  withoutZeros(): HabitCounts {
    const next = new HabitCounts();
    const again = (tool: number) => next.numberOf(this.#names[tool]!);
    const tools = (name: 'followers' | 'later' | 'needing') => {
      for (const [row, column, count] of this[name]) next[name].add(again(row), again(column), count);
    };
    tools('followers');
    tools('later');
    tools('needing');
    const pairs = new Map(Array.from(this.#pairs, ([previous, tool, pair]) => [pair, [previous, tool] as const]));
    for (const [pair, column, count] of this.followersOfPairs) {
      const [previous, tool] = pairs.get(pair)!;
      next.followersOfPairs.add(next.pairOf(again(previous), again(tool)), again(column), count);
    }
    for (const [row, tool, count] of this.#runs) {
      const number = again(tool);
      next.#runs.add(row, number, count);
      next.#placeSums[number] = this.#placeSums[tool]!;
      next.#placeCounts[number] = this.#placeCounts[tool]!;
    }
    return next;
  }
}
