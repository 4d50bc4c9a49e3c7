/** Base64 of the numbers as 32-bit floats, the lowest byte first. */
export function encodeVector(vector: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(4 * vector.length));
  for (const [index, number] of vector.entries()) bytes.setFloat32(4 * index, number, true);
  return btoa(Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join(''));
}

/** Undefined for what is no vector of finite numbers. */
export function decodeVector(text: string): Float32Array | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return undefined;
  }
  const bytes = new DataView(Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer);
  if (bytes.byteLength === 0 || bytes.byteLength % 4 !== 0) return undefined;
  const vector = Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => bytes.getFloat32(4 * index, true));
  return vector.every(Number.isFinite) ? vector : undefined;
}
