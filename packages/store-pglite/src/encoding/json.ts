import { AgentCardsError, type JsonValue } from '@agentcards/core';
import { escapeCharacter, unescapePair } from './text.js';

// Both read any other escape whole, so that a backslash before the letters u0000 is not mistaken for a NUL.
const escapable = /\\u(000[01]|d[89a-f][0-9a-f]{2})|\\.|\uE000/g;
const escaped = /\\u0001\\u000([12])|\\.|\uE000./g;

/**
 * Text for a jsonb column, with strings and keys encoded as `encodeText` does. It works on the text, where
 * `JSON.stringify` has written NUL, U+0001 and lone surrogates as `\u` escapes: no copy of the value is built, on
 * which a key such as `__proto__` could do harm.
 * @throws AgentCardsError `INVALID_INPUT` for a value that is cyclic or nested thousands of levels deep
 */
export function encodeJson(value: unknown): string {
  return stringify(value).replace(escapable, (written, code?: string) => {
    if (code === undefined) return written === '\uE000' ? escapeCharacter(written) : written;
    const pair = escapeCharacter(String.fromCharCode(Number.parseInt(code, 16)));
    return pair.startsWith('\u0001') ? JSON.stringify(pair).slice(1, -1) : pair;
  });
}

/** The value in a jsonb column, from its text. */
export function decodeJson(stored: string): JsonValue {
  const text = stored.replace(escaped, (read, lowCode?: string) => {
    if (lowCode !== undefined) return `\\u000${Number(lowCode) - 1}`;
    return read.startsWith('\uE000') ? unescapePair(read) : read;
  });
  return JSON.parse(text) as JsonValue;
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new AgentCardsError('INVALID_INPUT', 'A JSON value is cyclic or nested too deeply to be stored.', { cause });
  }
}
