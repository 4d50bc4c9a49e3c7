import { memberPath, type ValuePath } from './value-paths.js';

/** Bounds that keep every value, whatever its size, at a bounded cost. */
const limits = {
  values: 256,
  /** Places that are kept of one value. */
  paths: 4,
  nodes: 10_000,
  depth: 32,
  textLength: 65_536,
  allTextsLength: 1_000_000,
  valueLength: 256,
} as const;

/** A specific value, and where it stands as a whole: not as a part of a longer text. */
export interface ValuePlace {
  readonly value: string;
  readonly path: ValuePath;
}

/**
 * Leaf values that are specific enough to prove that an output was used in a later argument, as texts: ids, paths,
 * addresses, numbers of four significant digits, sentences; also where they stand inside a longer text or inside
 * JSON that is carried as text. Flags, plain words, small or round numbers, years, dates and times of day occur
 * everywhere and prove nothing. Distinct, in the order of their first occurrence, at most 256.
 */
export function significantValues(value: unknown): readonly string[] {
  return Array.from(readValues(value, undefined).found.keys());
}

/**
 * Where the significant values of arguments or of an output stand as wholes, at most four places a value. Undefined where there is
 * more than is read: of the rest nobody knows where it went.
 */
export function valuePlaces(value: unknown): readonly ValuePlace[] | undefined {
  return placesOf(readValues(value, ''));
}

/** Both of them. */
export function valuesAndPlaces(value: unknown): {
  readonly values: readonly string[];
  readonly places: readonly ValuePlace[] | undefined;
} {
  const read = readValues(value, '');
  return { values: Array.from(read.found.keys()), places: placesOf(read) };
}

interface FoundValues {
  readonly found: ReadonlyMap<string, readonly ValuePath[]>;
  /** Whether these are all. */
  readonly isWhole: boolean;
}

function placesOf({ found, isWhole }: FoundValues): readonly ValuePlace[] | undefined {
  if (!isWhole) return undefined;
  return Array.from(found).flatMap(([value, paths]) => paths.map((path) => ({ value, path })));
}

/** Significant values with the places at which each stands as a whole; with none where `root` is undefined. */
function readValues(value: unknown, root: ValuePath | undefined): FoundValues {
  const found = new Map<string, ValuePath[]>();
  let nodes = 0;
  let length = 0;
  let isWhole = true;
  const add = (text: string, path: ValuePath | undefined) => {
    const paths = found.get(text) ?? [];
    found.set(text, paths);
    if (path !== undefined && paths.length < limits.paths && !paths.includes(path)) paths.push(path);
  };
  const visit = (node: unknown, path: ValuePath | undefined, depth: number): void => {
    if (found.size >= limits.values || ++nodes > limits.nodes || depth > limits.depth) {
      isWhole = false;
      return;
    }
    if (typeof node === 'number' || typeof node === 'bigint') {
      if (isSpecificNumber(String(node))) add(String(node), path);
    } else if (typeof node === 'string') {
      length += Math.min(node.length, limits.textLength);
      if (node.length > limits.textLength || length > limits.allTextsLength) isWhole = false;
      if (length > limits.allTextsLength) return;
      const carried = parseJson(node);
      if (carried !== undefined) {
        visit(carried, path, depth + 1);
        return;
      }
      const whole = node.length > 2 * limits.valueLength ? undefined : node.trim();
      for (const text of specificTexts(node)) {
        if (found.size < limits.values) add(text, text === whole ? path : undefined);
        else isWhole = false;
      }
    } else if (typeof node === 'object' && node !== null && !ArrayBuffer.isView(node)) {
      const isList = Array.isArray(node);
      const members = Object.entries(node);
      const isMap = !isList && areAlike(members);
      for (const [name, child] of members) visit(child, memberPath(path, isMap ? '' : name, isList), depth + 1);
    }
  };
  visit(value, root, 0);
  return { found, isWhole };
}

/** So many members of one make are no two ends of something (`from`, `to`), but entries by login, city or title. */
const leastEntries = 3;

/** Whether members are entries of a map, whose names are data: objects that all have members of the same names. */
function areAlike(members: readonly (readonly [name: string, child: unknown])[]): boolean {
  if (members.length < leastEntries) return false;
  let first: string | undefined;
  return members.every(([, child]) => {
    if (typeof child !== 'object' || child === null || Array.isArray(child)) return false;
    const names = Object.keys(child).join();
    first ??= names;
    return names !== '' && names === first;
  });
}

/** MCP servers often answer with JSON inside a text. */
export function parseJson(text: string): object | undefined {
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
