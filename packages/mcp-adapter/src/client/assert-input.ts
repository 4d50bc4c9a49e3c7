import { AgentCardsError } from '@agentcards/core';
import { isRecord } from './is-record.js';

/** @throws AgentCardsError `INVALID_INPUT` */
export function refuse(problem: string, hint?: string): never {
  throw new AgentCardsError('INVALID_INPUT', `${problem}.`, { hint });
}

/** An object with members of these names alone: one that is misspelt would change nothing, unnoticed. */
export function assertMembers(place: string, value: unknown, names: readonly string[]): void {
  if (!isRecord(value)) refuse(`${place} has to be an object with ${names.join(', ')}`);
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) refuse(`Unknown option "${unknown}" in ${place}; known are ${names.join(', ')}`);
}

/** A text that the operating system can take. The message never shows it: it may be a secret. */
export function assertText(place: string, value: unknown): void {
  if (typeof value !== 'string') refuse(`${place} has to be a text, not ${value === null ? 'null' : typeof value}`);
  if (value.includes('\0')) refuse(`${place} has to be a text without the character NUL`);
}

export function assertFunctions(values: Readonly<Record<string, unknown>>): void {
  for (const [place, value] of Object.entries(values)) {
    if (value !== undefined && typeof value !== 'function') refuse(`${place} has to be a function`);
  }
}

/** Milliseconds and counts: whole, at least 1, and within the range of timers. */
export function assertPositive(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isInteger(value) || value < 1 || value > 2 ** 31 - 1) {
      refuse(`\`${name}\` is a whole number from 1 to ${2 ** 31 - 1}; got ${value}`);
    }
  }
}

export function assertSignal(place: string, signal: unknown): void {
  // Not by its class, of which other realms have their own.
  if (signal === undefined || (isRecord(signal) && typeof signal.addEventListener === 'function')) return;
  refuse(`${place} has to be an AbortSignal`);
}
