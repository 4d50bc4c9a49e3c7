/**
 * 64-bit FNV-1a of a text's UTF-16 code units (Fowler, Noll, Vo; RFC 9923), in two 32-bit halves. Not cryptographic: it
 * names equal contents equally, nothing more.
 */
export function hashHalves(text: string): readonly [high: number, low: number] {
  // The prime is 2^40 + 0x1b3: one small product and one shift into the high half.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let index = 0; index < text.length; index++) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  return [high, low];
}

/** The same as 16 hex digits. */
export function hashText(text: string): string {
  return hashHalves(text)
    .map((half) => half.toString(16).padStart(8, '0'))
    .join('');
}
