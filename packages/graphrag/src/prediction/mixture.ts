import { type Amounts, type FollowerEvidence, sumOf } from './evidence.js';

/** Where a part of a probability comes from. */
export const predictionComponents = [
  'neighbours',
  'pair',
  'tool',
  'repetition',
  'remaining',
  'text',
  'dependency',
  'context',
  'popularity',
] as const;

export type PredictionComponent = (typeof predictionComponents)[number];

const places = new Map(predictionComponents.map((component, place) => [component, place]));
/** Stands for the end of the execution. No tool has this id. */
const end = '';

/** A distribution over tools and the end, kept apart by where each part comes from. */
export class Mixture {
  /** By tool: which row of `parts` it has. */
  private readonly rows = new Map<string, number>();
  /** Row by row, the parts of each tool as they were before all of them were scaled. */
  private parts = new Float64Array(64 * predictionComponents.length);
  private scale = 1;
  private sum = 0;

  /** Adds a share to what one source gives a tool. */
  add(toolId: string, component: PredictionComponent, share: number): void {
    this.put(toolId, places.get(component)!, share / this.scale);
    this.sum += share;
  }

  addEnd(component: PredictionComponent, share: number): void {
    this.add(end, component, share);
  }

  /** Adds shares that add up to 1, in any order, each `weight` times. */
  addShares(component: PredictionComponent, weight: number, shares: Amounts): void {
    const place = places.get(component)!;
    for (const [toolId, share] of shares) this.put(toolId, place, (weight * share) / this.scale);
    this.sum += weight;
  }

  /** Sum of everything that was added. */
  total(): number {
    return this.sum;
  }

  /**
   * Puts counts above what is known so far, interpolated as by Witten and Bell (1991) with a weight: with n the sum
   * of the counts, d the number of distinct outcomes and b the back-off,
   *
   *     P'(t) = (count(t) + b · d · P(t)) / (n + b · d)
   */
  interpolate(component: PredictionComponent, { amounts, ends }: FollowerEvidence, backOff: number): void {
    // Counts are whole parts, and votes come in their own order: the sum has the same last digits however they arrived.
    let sum = ends;
    for (const amount of amounts.values()) sum += amount;
    if (sum === 0) return;
    const below = backOff * (amounts.size + (ends > 0 ? 1 : 0));
    this.scale *= below / (sum + below);
    this.sum = (below * this.sum + sum) / (sum + below);
    const place = places.get(component)!;
    const unit = 1 / ((sum + below) * this.scale);
    for (const [toolId, amount] of amounts) this.put(toolId, place, amount * unit);
    if (ends > 0) this.put(end, place, ends * unit);
  }

  /**
   * What the tools and the end are left with: every tool is multiplied by its factor, and the tools are scaled to a sum of
   * 1 less the share of the end. Tools with a factor of 0 drop out.
   *
   * @param otherwise The factor of tools that `factors` does not name.
   */
  outcomes(factors: ReadonlyMap<string, number>, otherwise = 1): Outcomes {
    const endRow = this.rows.get(end);
    const ends = endRow === undefined ? 0 : (this.scale * this.wholeOf(endRow)) / this.sum;
    const factorOf = new Float64Array(this.rows.size).fill(this.scale * otherwise);
    for (const [toolId, factor] of factors) {
      const row = this.rows.get(toolId);
      if (row !== undefined) factorOf[row] = this.scale * factor;
    }
    const weights = factorOf.map((factor, row) => (row === endRow ? 0 : factor * this.wholeOf(row)));
    const scale = (1 - ends) / sumOf(weights);
    const tools: ToolOutcome[] = [];
    for (const [toolId, row] of this.rows) {
      if (weights[row]! > 0) tools.push({ toolId, probability: Math.min(1, scale * weights[row]!) });
    }
    const componentsOf = (toolId: string) => {
      const row = this.rows.get(toolId)!;
      return this.componentsOf(row, scale * factorOf[row]!);
    };
    return { ends, tools, componentsOf };
  }

  private put(toolId: string, place: number, share: number): void {
    let row = this.rows.get(toolId);
    if (row === undefined) {
      row = this.rows.size;
      this.rows.set(toolId, row);
      if ((row + 1) * predictionComponents.length > this.parts.length) {
        const larger = new Float64Array(2 * this.parts.length);
        larger.set(this.parts);
        this.parts = larger;
      }
    }
    this.parts[row * predictionComponents.length + place]! += share;
  }

  private wholeOf(row: number): number {
    let sum = 0;
    const first = row * predictionComponents.length;
    for (let place = first; place < first + predictionComponents.length; place++) sum += this.parts[place]!;
    return sum;
  }

  private componentsOf(row: number, scale: number): Record<string, number> {
    const first = row * predictionComponents.length;
    const named = predictionComponents.map(
      (component, place) => [component, scale * this.parts[first + place]!] as const,
    );
    return Object.fromEntries(named.filter(([, amount]) => amount > 0));
  }
}

/** A distribution over tools and the end; the probabilities and `ends` add up to 1 where there is a tool. */
export interface Outcomes {
  readonly ends: number;
  readonly tools: readonly ToolOutcome[];
  /** The parts that add up to the probability of one of the tools, by where they come from. */
  componentsOf(toolId: string): Record<string, number>;
}

export interface ToolOutcome {
  readonly toolId: string;
  readonly probability: number;
}
