import { inspect, stripVTControlCharacters } from 'node:util';

/** Shorter values are not taken for secrets: hiding every `1` would make the text unreadable. */
const shortestSecret = 4;
/** What `console.log({ value })` shows of a text at most. */
const longestInspected = 10_000;

/** A text without colours and without control characters but for the ends of lines and tabs. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n\t]/gu, '');
}

/**
 * How a secret may stand in what a program writes: as it is, as JSON, or as Node shows the members of objects, which is line
 * by line.
 */
export function writtenForms(secret: string): readonly string[] {
  const parts = [secret, secret.slice(0, longestInspected), ...secret.split(/[\r\n]+/)];
  const forms = parts
    .filter((part) => part.length >= shortestSecret)
    .flatMap((part) => [part, printable(part), asJson(part), asAsciiJson(part), asInspected(part)])
    .filter((form) => form.length >= shortestSecret);
  return [...new Set(forms)];
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As other languages than JavaScript write it. */
function asAsciiJson(text: string): string {
  return asJson(text).replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function asInspected(text: string): string {
  return inspect(text, { breakLength: Number.POSITIVE_INFINITY, maxStringLength: null }).slice(1, -1);
}
