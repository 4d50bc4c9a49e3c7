/** Bounds that keep every value, whatever its size, at a bounded cost. */
const limits = {
  values: 256,
  nodes: 10_000,
  depth: 32,
  textLength: 65_536,
  allTextsLength: 1_000_000,
  valueLength: 256,
} as const;

/**
 * Leaf values that are specific enough to prove that an output was used in a later argument, as texts: ids, paths,
 * addresses, numbers of four significant digits, sentences; also where they stand inside a longer text or inside
 * JSON that is carried as text. Flags, plain words, small or round numbers, years, dates and times of day occur
 * everywhere and prove nothing. Distinct, in the order of their first occurrence, at most 256.
 */
export function significantValues(value: unknown): readonly string[] {
  const found = new Set<string>();
  let nodes = 0;
  let length = 0;
  const visit = (node: unknown, depth: number): void => {
    if (found.size >= limits.values || ++nodes > limits.nodes || depth > limits.depth) return;
    if (typeof node === 'number' || typeof node === 'bigint') {
      if (isSpecificNumber(String(node))) found.add(String(node));
    } else if (typeof node === 'string') {
      length += Math.min(node.length, limits.textLength);
      if (length > limits.allTextsLength) return;
      const carried = parseJson(node);
      if (carried !== undefined) visit(carried, depth + 1);
      else for (const text of specificTexts(node)) if (found.size < limits.values) found.add(text);
    } else if (typeof node === 'object' && node !== null && !ArrayBuffer.isView(node)) {
      for (const child of Object.values(node)) visit(child, depth + 1);
    }
  };
  visit(value, 0);
  return Array.from(found);
}

/** MCP servers often answer with JSON inside a text. */
function parseJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text) || text.length > limits.textLength) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function* specificTexts(text: string): Generator<string> {
  const whole = text.trim();
  if (isSentence(whole)) yield whole;
  for (const [piece] of text.slice(0, limits.textLength).matchAll(/[^\s"'`<>()[\]{},;|]+/g)) {
    // Too long for any value, whatever is trimmed off; the trimming would take the square of its length.
    if (piece.length > 2 * limits.valueLength) continue;
    const word = piece.replace(/^[.:!?=]+|[.:!?=]+$/g, '');
    if (isSpecificWord(word)) yield word;
    const lastSegment = word.slice(word.lastIndexOf('/') + 1);
    if (lastSegment !== word && isSpecificWord(lastSegment)) yield lastSegment;
  }
}

/** Several words that hardly stand in two places by chance. */
function isSentence(text: string): boolean {
  return text.length >= 12 && text.length <= limits.valueLength && /\s/.test(text);
}

const decimal = /^-?\d+(\.\d+)?$/;
const dateOrTime = /^(\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}(:\d{2})?(am|pm)?)$/i;
/** Something with a digit in it, an address or file name (letters around @ or a dot), an absolute or deep path. */
const structured = /\d|[\p{L}\p{N}][@.][\p{L}\p{N}]|^\/\p{L}|\/.*\//u;

function isSpecificWord(word: string): boolean {
  if (word.length < 4 || word.length > limits.valueLength || dateOrTime.test(word)) return false;
  return decimal.test(word) ? isSpecificNumber(word) : structured.test(word) && /\p{L}|\d.*\d/u.test(word);
}

function isSpecificNumber(text: string): boolean {
  if (!decimal.test(text)) return false;
  const significantDigits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
  return significantDigits.length >= 4 && !/^(19|20)\d\d$/.test(text);
}
