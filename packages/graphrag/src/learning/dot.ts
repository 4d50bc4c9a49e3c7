/** `start` and the sum of the products of values and their weights. */
export function dot(values: readonly number[], weights: ArrayLike<number>, start = 0): number {
  return values.reduce((sum, value, place) => sum + value * weights[place]!, start);
}
