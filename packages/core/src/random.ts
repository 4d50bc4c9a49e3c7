import type { Random } from './contracts/environment.js';

/** Uniform over 2³² steps of [0, 1), from the platform's cryptographic source. */
export const secureRandom: Random = () => {
  const [word] = globalThis.crypto.getRandomValues(new Uint32Array(1));
  return (word ?? 0) / 2 ** 32;
};

/** `bytes` random bytes in hex. */
export function randomHex(random: Random, bytes: number): string {
  let text = '';
  for (let index = 0; index < bytes; index += 1) {
    text += Math.floor(random() * 256)
      .toString(16)
      .padStart(2, '0');
  }
  return text;
}

/** A version 4 UUID (RFC 9562 §5.4). */
export function randomUuid(random: Random): string {
  const hex = randomHex(random, 16);
  const variant = (8 + (Number.parseInt(hex.charAt(16), 16) % 4)).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
