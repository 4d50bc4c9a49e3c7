/**
 * Dot products of one query with many rows, over one block of bytes that holds rows, query and results. Rows lie one
 * after the other; rows and query are padded with zeros to a multiple of `rowStep` numbers. All offsets are in bytes.
 *
 * There are two, with WebAssembly's vector instructions and without; they give the same results to the last bit.
 */
export interface DotProducts {
  /** The block; another object after `reserve`. */
  readonly buffer: ArrayBuffer;
  /** Makes the block at least so many bytes long; what it holds stays. */
  reserve(bytes: number): void;
  /** Rows and query of float32 numbers; a float32 number a row is written to `results`. */
  dotFloats(rows: number, count: number, length: number, query: number, results: number): void;
  /** Rows and query of int8 numbers; an int32 number a row is written to `results`. */
  dotBytes(rows: number, count: number, length: number, query: number, results: number): void;
}

/** How many numbers are multiplied in one go. */
export const rowStep = 16;
