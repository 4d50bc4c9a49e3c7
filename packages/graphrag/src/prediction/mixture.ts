import { type FollowerEvidence, sumOf } from './evidence.js';

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
    return sumOf(Array.from(this.parts.values(), whole));
  }

  /**
   * Puts counts above what is known so far, interpolated as by Witten and Bell (1991) with a weight: with n the sum
   * of the counts, d the number of distinct outcomes and b the back-off,
   *
   *     P'(t) = (count(t) + b · d · P(t)) / (n + b · d)
   */
  interpolate(component: PredictionComponent, { amounts, ends }: FollowerEvidence, backOff: number): void {
    const sum = ends + sumOf(amounts.values());
    if (sum === 0) return;
    const below = backOff * (amounts.size + (ends > 0 ? 1 : 0));
    for (const parts of this.parts.values()) {
      for (let place = 0; place < parts.length; place++) parts[place]! *= below / (sum + below);
    }
    for (const [toolId, amount] of amounts) this.add(toolId, component, amount / (sum + below));
    if (ends > 0) this.addEnd(component, ends / (sum + below));
  }

  /**
   * What the tools and the end are left with: every tool is multiplied by its factor, and the tools are scaled to a sum of
   * 1 less the share of the end. Tools with a factor of 0 drop out.
   */
  outcomes(factor: (toolId: string) => number): Outcomes {
    const ends = this.parts.size === 0 ? 0 : whole(this.parts.get(end) ?? new Float64Array()) / this.total();
    const weighted = Array.from(this.parts, ([toolId, parts]) => {
      const factorOfTool = toolId === end ? 0 : factor(toolId);
      return { toolId, parts, factor: factorOfTool, weight: factorOfTool * whole(parts) };
    }).filter(({ weight }) => weight > 0);
    const scale = (1 - ends) / sumOf(weighted.map(({ weight }) => weight));
    return {
      ends,
      tools: weighted.map(({ toolId, parts, factor: factorOfTool, weight }) => ({
        toolId,
        probability: Math.min(1, scale * weight),
        components: () => componentsOf(parts, scale * factorOfTool),
      })),
    };
  }
}

/** A distribution over tools and the end; the probabilities and `ends` add up to 1 where there is a tool. */
export interface Outcomes {
  readonly ends: number;
  readonly tools: readonly ToolOutcome[];
}

export interface ToolOutcome {
  readonly toolId: string;
  readonly probability: number;
  /** The parts that add up to the probability, by where they come from. */
  components(): Record<string, number>;
}

function whole(parts: Float64Array): number {
  let sum = 0;
  for (const part of parts) sum += part;
  return sum;
}

function componentsOf(parts: Float64Array, scale: number): Record<string, number> {
  const named = predictionComponents.map((component, place) => [component, scale * parts[place]!] as const);
  return Object.fromEntries(named.filter(([, amount]) => amount > 0));
}
