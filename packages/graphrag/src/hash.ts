/**
 * 64-bit FNV-1a of a text's UTF-16 code units, as 16 hex digits (Fowler, Noll, Vo; RFC 9923). Not cryptographic: it
 * names equal contents equally, nothing more.
 */
export function hashText(text: string): string {
  // In two 32-bit halves. The prime is 2^40 + 0x1b3: one small product and one shift into the high half.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let index = 0; index < text.length; index++) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
