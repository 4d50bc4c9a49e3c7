/** One choice that was made among alternatives, as something to learn from. */
export interface Choice {
  /** Features of the alternatives, one row of equal length after the other. */
  readonly features: Float64Array;
  /** Logit of each alternative before anything is learned. */
  readonly offsets: Float64Array;
  /** Place of the alternative that was chosen. */
  readonly chosen: number;
}

export interface FitOptions {
  /** λ of the penalty λ/2 · |w|², which keeps weights near 0 where there is little to learn from. */
  readonly penalty: number;
  /** Lowest and highest value of each weight; both include 0. */
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
  /** Steps at most. */
  readonly maximumSteps: number;
}

/**
 * Weights w under which the choices are the most probable, where alternative i of a choice has the probability
 * exp(offset_i + w·x_i) / Σ_j exp(offset_j + w·x_j): a conditional logit (McFadden 1974) with a penalty, fitted by
 * Newton's method with damping. The objective is strictly concave, so there is one answer, whatever the start. A
 * generator: it yields between steps and within them, each of which costs Σ alternatives · features².
 */
export function* fitChoices(
  choices: readonly Choice[],
  { penalty, lowest, highest, maximumSteps }: FitOptions,
): Generator<undefined, Float64Array> {
  let weights = new Float64Array(lowest.length);
  let value = objective(choices, weights, penalty);
  for (let step = 0; step < maximumSteps; step++) {
    const { gradient, curvature } = yield* derivatives(choices, weights, penalty);
    // A weight at its bound that would leave it stays there, and the others do without it.
    for (const [place, slope] of gradient.entries()) {
      if (slope < 0 ? weights[place]! <= lowest[place]! : weights[place]! >= highest[place]!)
        hold(place, gradient, curvature);
    }
    const direction = solve(curvature, gradient);
    let next = weights;
    let nextValue = value;
    for (let scale = 1; scale > 1e-3; scale /= 2) {
      next = weights.map((weight, place) =>
        Math.max(lowest[place]!, Math.min(highest[place]!, weight + scale * direction[place]!)),
      );
      nextValue = objective(choices, next, penalty);
      if (nextValue > value) break;
    }
    yield;
    const isDone = nextValue - value < 1e-6;
    if (nextValue > value) {
      weights = next;
      value = nextValue;
    }
    if (isDone) break;
  }
  return weights;
}

/** Takes one weight out of a step: its direction becomes 0. */
function hold(place: number, gradient: Float64Array, curvature: Float64Array): void {
  const size = gradient.length;
  gradient[place] = 0;
  for (let other = 0; other < size; other++) {
    curvature[place * size + other] = 0;
    curvature[other * size + place] = 0;
  }
  curvature[place * size + place] = 1;
}

/** Probabilities of the alternatives of a choice; overwrites `into`. */
function probabilities({ features, offsets }: Choice, weights: Float64Array, into: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < offsets.length; row++) {
    let logit = offsets[row]!;
    for (let place = 0; place < weights.length; place++) {
      logit += weights[place]! * features[row * weights.length + place]!;
    }
    into[row] = logit;
    highest = Math.max(highest, logit);
  }
  let sum = 0;
  for (let row = 0; row < offsets.length; row++) {
    into[row] = Math.exp(into[row]! - highest);
    sum += into[row]!;
  }
  for (let row = 0; row < offsets.length; row++) into[row]! /= sum;
}

function objective(choices: readonly Choice[], weights: Float64Array, penalty: number): number {
  const shares = new Float64Array(mostAlternatives(choices));
  let sum = 0;
  for (const choice of choices) {
    probabilities(choice, weights, shares);
    sum += Math.log(Math.max(shares[choice.chosen]!, Number.MIN_VALUE));
  }
  return sum - (penalty / 2) * weights.reduce((total, weight) => total + weight ** 2, 0);
}

/** Choices that are looked at between two yields: some milliseconds. */
const choicesOfAPiece = 100;

/** Gradient of the objective, and its negated second derivatives by row. */
function* derivatives(
  choices: readonly Choice[],
  weights: Float64Array,
  penalty: number,
): Generator<undefined, { readonly gradient: Float64Array; readonly curvature: Float64Array }> {
  const size = weights.length;
  const gradient = weights.map((weight) => -penalty * weight);
  const curvature = new Float64Array(size * size);
  for (let place = 0; place < size; place++) curvature[place * size + place] = penalty;
  const shares = new Float64Array(mostAlternatives(choices));
  const mean = new Float64Array(size);
  for (const [place, choice] of choices.entries()) {
    if (place % choicesOfAPiece === choicesOfAPiece - 1) yield;
    const { features, offsets, chosen } = choice;
    probabilities(choice, weights, shares);
    mean.fill(0);
    for (let row = 0; row < offsets.length; row++) {
      const share = shares[row]!;
      for (let place = 0; place < size; place++) mean[place]! += share * features[row * size + place]!;
    }
    for (let place = 0; place < size; place++) gradient[place]! += features[chosen * size + place]! - mean[place]!;
    for (let row = 0; row < offsets.length; row++) {
      const share = shares[row]!;
      if (share < 1e-9) continue;
      for (let place = 0; place < size; place++) {
        const advance = share * (features[row * size + place]! - mean[place]!);
        for (let other = 0; other <= place; other++) {
          curvature[place * size + other]! += advance * (features[row * size + other]! - mean[other]!);
        }
      }
    }
  }
  for (let place = 0; place < size; place++) {
    for (let other = 0; other < place; other++) curvature[other * size + place] = curvature[place * size + other]!;
  }
  return { gradient, curvature };
}

function mostAlternatives(choices: readonly Choice[]): number {
  return choices.reduce((most, { offsets }) => Math.max(most, offsets.length), 0);
}

/** Solves A·x = b for a symmetric positive definite A, by Cholesky's factors. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let place = 0; place < column; place++) sum -= lower[row * size + place]! * lower[column * size + place]!;
      lower[row * size + column] = row === column ? Math.sqrt(sum) : sum / lower[column * size + column]!;
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let place = 0; place < row; place++) solution[row]! -= lower[row * size + place]! * solution[place]!;
    solution[row]! /= lower[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let place = row + 1; place < size; place++) solution[row]! -= lower[place * size + row]! * solution[place]!;
    solution[row]! /= lower[row * size + row]!;
  }
  return solution;
}
