/**
 * Vectors of one length, scanned exactly. Slots are numbered by the caller, who keeps the numbers dense. A vector
 * without length (norm 0) points nowhere: it is kept and never compared.
 */
export interface VectorIndex {
  /** How many slots have a vector. */
  readonly size: number;
  /** Length of the vectors; undefined while there are none. */
  readonly dimensions: number | undefined;
  has(slot: number): boolean;
  set(slot: number, vector: Float32Array): void;
  delete(slot: number): void;
  /** The vector as it was set. */
  get(slot: number): Float32Array | undefined;
  /** Cosine with every slot below `slots`, in [−1, 1]; NaN where there is no vector to compare. */
  cosines(query: ArrayLike<number>, slots: number): Float64Array;
}

export function createVectorIndex(): VectorIndex {
  let dimensions: number | undefined;
  let size = 0;
  let values = new Float32Array(0);
  /** 1 / norm; NaN for slots without a vector, infinite for vectors without length. */
  let scales = new Float64Array(0);

  function grow(capacity: number, length: number): void {
    const grownValues = new Float32Array(capacity * length);
    grownValues.set(values);
    const grownScales = new Float64Array(capacity).fill(Number.NaN);
    grownScales.set(scales);
    values = grownValues;
    scales = grownScales;
  }

  const has = (slot: number) => !Number.isNaN(scales[slot] ?? Number.NaN);

  return {
    get size() {
      return size;
    },
    get dimensions() {
      return dimensions;
    },

    has,

    set(slot, vector) {
      if (size === 0) {
        dimensions = vector.length;
        values = new Float32Array(0);
        scales = new Float64Array(0);
      }
      if (slot >= scales.length) grow(Math.max(16, 2 ** Math.ceil(Math.log2(slot + 1))), vector.length);
      if (!has(slot)) size++;
      values.set(vector, slot * vector.length);
      scales[slot] = 1 / norm(vector);
    },

    delete(slot) {
      if (!has(slot)) return;
      scales[slot] = Number.NaN;
      if (--size === 0) dimensions = undefined;
    },

    get(slot) {
      if (dimensions === undefined || !has(slot)) return undefined;
      return values.slice(slot * dimensions, (slot + 1) * dimensions);
    },

    cosines(query, slots) {
      const results = new Float64Array(slots).fill(Number.NaN);
      const scaleOfQuery = 1 / norm(query);
      const length = query.length;
      for (let slot = 0; slot < Math.min(slots, scales.length); slot++) {
        const scale = scales[slot]! * scaleOfQuery;
        if (!Number.isFinite(scale)) continue;
        const start = slot * length;
        let dot = 0;
        for (let index = 0; index < length; index++) dot += values[start + index]! * query[index]!;
        results[slot] = Math.max(-1, Math.min(1, dot * scale));
      }
      return results;
    },
  };
}

function norm(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < vector.length; index++) sum += vector[index]! ** 2;
  return Math.sqrt(sum);
}
