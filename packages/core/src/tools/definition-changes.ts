import type { JsonObject, JsonValue } from '../contracts/tool.js';
import { canonicalJson } from '../json.js';
import { type DefinitionParts, definitionFields } from './tool-definition.js';
import type { DefinitionChange } from './tool-drift.js';
import { maxDescriptionLength } from './tool-intake.js';

/** Bounds of a report: a hostile definition may differ in a hundred thousand places, each a megabyte long. */
const maxChanges = 32;
const maxTextLength = 200;
const maxNameLength = 64;
const maxPathLength = 512;
/** Code units that are shown before the first difference of two texts. */
const lead = 40;

export interface DefinitionChanges {
  readonly changes: readonly DefinitionChange[];
  readonly moreChanges: number;
}

/**
 * What differs between two definitions of a tool, field by field, ordered by path. Lists are compared as a whole.
 * Definitions that were taken in are bounded, and so is the work.
 */
export function definitionChanges(before: DefinitionParts, after: DefinitionParts): DefinitionChanges {
  const changes: DefinitionChange[] = [];
  let moreChanges = 0;
  const add = (change: DefinitionChange) => {
    if (changes.length < maxChanges) changes.push(change);
    else moreChanges += 1;
  };

  const compare = (path: string, old: JsonValue | undefined, current: JsonValue | undefined): void => {
    if (isObject(old) && isObject(current)) {
      for (const name of [...new Set([...Object.keys(old), ...Object.keys(current)])].sort()) {
        compare(childPath(path, name), member(old, name), member(current, name));
      }
      return;
    }
    const [oldText, currentText] = [textOf(old), textOf(current)];
    // As JSON, a text and what it looks like are told apart.
    if (typeof old !== typeof current || oldText !== currentText) add({ path, ...excerpts(oldText, currentText) });
  };

  for (const field of definitionFields) compare(field, before[field], after[field]);
  if (changes.length === 0) {
    // In which of them is not known any more.
    for (const field of ['description', 'title'] as const) {
      if (isCut(before[field]) && isCut(after[field])) add({ path: field });
    }
  }
  return { changes, moreChanges };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own keys only: a property may be called `constructor`. */
function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : canonicalJson(value);
}

/** Differences past what is kept of a text are only in the fingerprint. */
function isCut(text: string | undefined): boolean {
  return text?.length === maxDescriptionLength;
}

function childPath(path: string, name: string): string {
  if (path.length >= maxPathLength) return path;
  const short = name.length > maxNameLength ? `${wellFormed(name.slice(0, maxNameLength))}…` : name;
  return `${path}.${/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name) ? short : JSON.stringify(short)}`;
}

/** Both values from shortly before the first difference, where what was slipped into a long text is seen. */
function excerpts(before: string | undefined, after: string | undefined): Omit<DefinitionChange, 'path'> {
  let same = 0;
  if (before !== undefined && after !== undefined) while (same < before.length && before[same] === after[same]) same++;
  const start = Math.max(0, same - lead);
  const excerpt = (text: string | undefined) => {
    if (text === undefined) return undefined;
    const end = start + maxTextLength;
    return `${start > 0 ? '…' : ''}${wellFormed(text.slice(start, end))}${end < text.length ? '…' : ''}`;
  };
  return { before: excerpt(before), after: excerpt(after) };
}

/** A cut can leave half of a surrogate pair at either end. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '');
}
