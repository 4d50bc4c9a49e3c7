const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** The bits of a number as IEEE 754 binary16, rounded to the nearest, ties to even; what is too large is infinite. */
export function halfBits(value: number): number {
  float[0] = value;
  const sign = (floatBits[0]! >>> 16) & 0x8000;
  const bits = floatBits[0]! & 0x7fff_ffff;
  if (bits >= 0x4780_0000) return sign | (bits > 0x7f80_0000 ? 0x7e00 : 0x7c00);
  if (bits < 0x3880_0000) return sign | roundToEven(Math.abs(float[0]!) * 2 ** 24);
  const rebiased = bits - (112 << 23);
  return sign | ((rebiased + 0xfff + ((rebiased >>> 13) & 1)) >>> 13);
}

function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
