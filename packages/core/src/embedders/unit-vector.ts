/** Scales a vector to length 1, in place; one of zeros stays as it is. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let index = 0; index < vector.length; index += 1) squares += vector[index]! * vector[index]!;
  const norm = Math.sqrt(squares);
  if (norm === 0) return vector;
  for (let index = 0; index < vector.length; index += 1) vector[index]! /= norm;
  return vector;
}
