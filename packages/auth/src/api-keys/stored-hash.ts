import { sha256 } from '../crypto/sha256.js';
import type { PasswordHasher } from './password-hasher.js';

/**
 * What is stored of a key: 16 bits of its SHA-256, and what the slow hasher made of it. Of wrong keys all but one in
 * 65,536 fail by these bits within microseconds, so that a flood of them does not keep right ones from the slow hasher.
 * Whoever reads the store learns 16 of the key's 190 bits.
 */
export async function hashKey(key: string, hasher: PasswordHasher): Promise<string> {
  return `${await filterOf(key)}${await hasher.hash(key)}`;
}

export const filterLength = 4;

export function slowHashOf(stored: string): string {
  return stored.slice(filterLength);
}

/** The 16 bits, as four hexadecimal digits. */
export async function filterOf(key: string): Promise<string> {
  const [first = 0, second = 0] = await sha256(key);
  return ((first << 8) | second).toString(16).padStart(filterLength, '0');
}
