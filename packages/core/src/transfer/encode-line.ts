import { sha256 } from '../digest.js';
import { encodeVector } from './vector-text.js';

/**
 * One line of JSON: dates in ISO 8601, vectors in base64, members by name and absent where they are undefined, so that
 * equal values have equal lines whichever store they come from. Everything outside of ASCII that UTF-8 cannot hold is
 * escaped, as `JSON.stringify` does; unlike there, -0 stays what it is.
 */
export function encodeLine(value: object): string {
  return `${write(value)}\n`;
}

/** Such a line with a digest of all else that it says, by which it is known again however its members stand. */
export function sealLine(content: object): string {
  return encodeLine({ ...content, sha256: sha256(write(content)) });
}

/** Whether a line that was read says what it said when it was sealed; one that was not says what it says. */
export function isAsSealed({ sha256: digest, ...content }: Readonly<Record<string, unknown>>): boolean {
  if (digest === undefined) return true;
  try {
    return digest === sha256(write(content));
  } catch {
    // Nested deeper than anything that we write.
    return false;
  }
}

function write(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null || value instanceof Date) return JSON.stringify(value);
  if (value instanceof Float32Array) return JSON.stringify(encodeVector(value));
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`);
  return `{${members.join(',')}}`;
}
