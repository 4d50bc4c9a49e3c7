// AssemblyScript: compiled to WebAssembly by `pnpm --filter @agentcards/graphrag build:kernels`.
//
// Dot products of one query with many rows that lie one after the other. Rows and query are padded with zeros to a
// multiple of 16 numbers. src/retrieval/simd/script-dot-products.ts computes the same sums in the same order.

/**
 * 16 running sums of float32 products, added up as ((a + b) + (c + d)), then lane by lane. One row at a time: reading
 * memory is what takes the time, and one stream is read the fastest.
 */
export function dotFloats(rows: usize, count: u32, length: u32, query: usize, results: usize): void {
  const rowBytes = (<usize>length) << 2;
  let row = rows;
  let result = results;
  for (let index: u32 = 0; index < count; index++) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (let offset: usize = 0; offset < rowBytes; offset += 64) {
      a = f32x4.add(a, f32x4.mul(v128.load(row + offset), v128.load(query + offset)));
      b = f32x4.add(b, f32x4.mul(v128.load(row + offset, 16), v128.load(query + offset, 16)));
      c = f32x4.add(c, f32x4.mul(v128.load(row + offset, 32), v128.load(query + offset, 32)));
      d = f32x4.add(d, f32x4.mul(v128.load(row + offset, 48), v128.load(query + offset, 48)));
    }
    const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
    store<f32>(
      result,
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3),
    );
    row += rowBytes;
    result += 4;
  }
}

/** Sums of int8 products in 32 bits: exact for rows of up to 2¹⁶ numbers. */
export function dotBytes(rows: usize, count: u32, length: u32, query: usize, results: usize): void {
  let row = rows;
  let result = results;
  for (let index: u32 = 0; index < count; index++) {
    let low = i32x4.splat(0);
    let high = i32x4.splat(0);
    for (let offset: usize = 0; offset < length; offset += 16) {
      const x = v128.load(row + offset);
      const y = v128.load(query + offset);
      low = i32x4.add(low, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(x), i16x8.extend_low_i8x16_s(y)));
      high = i32x4.add(high, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(x), i16x8.extend_high_i8x16_s(y)));
    }
    const sum = i32x4.add(low, high);
    store<i32>(
      result,
      i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3),
    );
    row += length;
    result += 4;
  }
}
