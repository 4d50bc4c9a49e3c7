import { planFeatures } from '../planning/set-features.js';
import { stepFeatures } from '../planning/step-features.js';
import { predictionFeatures } from '../prediction/features.js';
import { learningSettings } from './learning-settings.js';
import type { LearnedWeights } from './weights.js';

const features = { prediction: predictionFeatures, steps: stepFeatures, plans: planFeatures } as const;
const kinds = ['prediction', 'steps', 'plans'] as const;

/** Weights by name, for those who keep them: `prediction.text` and the like. Empty where nothing was learned. */
export function nameWeights(weights: LearnedWeights): Record<string, number> {
  return Object.fromEntries(
    kinds.flatMap((kind) =>
      weights[kind] === undefined
        ? []
        : features[kind].map((name, place) => [`${kind}.${name}`, weights[kind]![place]!] as const),
    ),
  );
}

/** The inverse. Names that mean nothing to this version are passed over; no weight leaves its bounds. */
export function readWeights(named: Readonly<Record<string, number>>): LearnedWeights {
  const { bound } = learningSettings;
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const known = features[kind].map((name) => named[`${kind}.${name}`]);
      if (known.every((weight) => weight === undefined)) return [];
      return [[kind, Float64Array.from(known, (weight = 0) => Math.max(-bound, Math.min(bound, weight)))]];
    }),
  );
}
