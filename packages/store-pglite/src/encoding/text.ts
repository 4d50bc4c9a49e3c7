/**
 * PostgreSQL's UTF-8 texts can hold neither NUL nor a lone surrogate; JavaScript's strings can. Both are stored as two
 * characters, and so are the two characters that begin such a pair:
 *
 *     NUL and U+0001                    ->  U+0001, then the code + 1
 *     lone U+D800..U+DFFF, and U+E000   ->  U+E000, then the code + 0x800
 *
 * The mapping is one to one, leaves every other text as it is, and keeps the order by code point, so that keys are
 * ordered in the database as they are outside.
 */
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const escapable = /[\0\u0001\uD800-\uDFFF\uE000]/gu;
const escaped = /\u0001.|\uE000./gs;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above

export function encodeText(text: string): string {
  return text.replace(escapable, escapeCharacter);
}

export function decodeText(stored: string): string {
  return stored.replace(escaped, unescapePair);
}

export function escapeCharacter(character: string): string {
  const code = character.charCodeAt(0);
  return code <= 1 ? `\u0001${String.fromCharCode(code + 1)}` : `\uE000${String.fromCharCode(code + 0x800)}`;
}

export function unescapePair(pair: string): string {
  const code = pair.charCodeAt(1);
  return String.fromCharCode(pair.startsWith('\u0001') ? code - 1 : code - 0x800);
}
