import type { FollowerEvidence } from './evidence.js';

/** Where a part of a probability comes from. */
export const predictionComponents = [
  'neighbours',
  'pair',
  'tool',
  'repetition',
  'remaining',
  'text',
  'dependency',
  'later',
  'popularity',
] as const;

export type PredictionComponent = (typeof predictionComponents)[number];

const places = new Map(predictionComponents.map((component, place) => [component, place]));
/** Stands for the end of the execution. No tool has this id. */
const end = '';

/** A distribution over tools and the end, kept apart by where each part comes from. */
export class Mixture {
  private readonly parts = new Map<string, Float64Array>();

  /** Adds a share to what one source gives a tool. */
  add(toolId: string, component: PredictionComponent, share: number): void {
    let parts = this.parts.get(toolId);
    if (parts === undefined) {
      parts = new Float64Array(predictionComponents.length);
      this.parts.set(toolId, parts);
    }
    parts[places.get(component)!]! += share;
  }

  addEnd(component: PredictionComponent, share: number): void {
    this.add(end, component, share);
  }

  /** Sum of everything that was added. */
  total(): number {
    return sumOf(Array.from(this.parts.values(), sumOf));
  }

  /**
   * Puts counts above what is known so far, interpolated as by Witten and Bell (1991) with a weight: with n the sum
   * of the counts, d the number of distinct outcomes and b the back-off,
   *
   *     P'(t) = (count(t) + b · d · P(t)) / (n + b · d)
   */
  interpolate(component: PredictionComponent, { amounts, ends }: FollowerEvidence, backOff: number): void {
    const sum = Array.from(amounts.values())
      .sort((a, b) => a - b)
      .reduce((total, amount) => total + amount, ends);
    if (sum === 0) return;
    const below = backOff * (amounts.size + (ends > 0 ? 1 : 0));
    for (const parts of this.parts.values()) {
      for (let place = 0; place < parts.length; place++) parts[place]! *= below / (sum + below);
    }
    for (const [toolId, amount] of amounts) this.add(toolId, component, amount / (sum + below));
    if (ends > 0) this.addEnd(component, ends / (sum + below));
  }

  /**
   * Multiplies every tool by its factor and scales the tools to a sum of 1 less the share of the end. Gives the parts
   * of each tool, in the order of the components.
   */
  normalized(factor: (toolId: string) => number): Map<string, readonly number[]> {
    const sorted = Array.from(this.parts, ([toolId, parts]) => ({ toolId, parts: Array.from(parts) })).sort((a, b) =>
      a.toolId < b.toolId ? -1 : 1,
    );
    const all = sumOf(sorted.map(({ parts }) => sumOf(parts)));
    const ends = sumOf(this.parts.get(end) ?? []);
    const tools = sorted
      .filter(({ toolId }) => toolId !== end)
      .map(({ toolId, parts }) => ({ toolId, parts: parts.map((part) => part * factor(toolId)) }));
    const total = sumOf(tools.map(({ parts }) => sumOf(parts)));
    if (total === 0) return new Map();
    const scale = (1 - ends / all) / total;
    return new Map(tools.map(({ toolId, parts }) => [toolId, parts.map((part) => part * scale)]));
  }
}

export function sumOf(amounts: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < amounts.length; index++) sum += amounts[index]!;
  return sum;
}
