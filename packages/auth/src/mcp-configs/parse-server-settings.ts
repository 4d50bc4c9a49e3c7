import { AuthError } from '../errors/auth-error.js';
import { assertName } from '../secrets/secret-limits.js';
import type { McpServerSettings, SecretReference, TextOrSecret } from './server-settings.js';

const longestText = 8_192;
const longestUrl = 2_048;
const mostEntries = 128;
const mostTexts = 256;
/** Characters of everything together, as JSON. */
const longestSettings = 65_536;

/** Belong to the connection, and to the protocol spoken over it. */
const reservedHeaders = new Set([
  'accept',
  'connection',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'last-event-id',
  'mcp-protocol-version',
  'mcp-session-id',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);
const environmentName = /^[A-Za-z_]\w{0,127}$/;
/** A token of RFC 9110, 5.6.2. */
const headerName = /^[!#$%&'*+.^_`|~\w-]{1,128}$/;

/**
 * A copy of settings from outside, or from where they are stored, with known fields only.
 * @throws AuthError `INVALID_INPUT` that names the field, and nothing of what is in it
 */
export function parseServerSettings(settings: unknown): McpServerSettings {
  const fields = fieldsOf(settings, 'settings');
  const parsed = fields.has('url') ? urlSettings(fields) : commandSettings(fields);
  if (JSON.stringify(parsed).length > longestSettings)
    throw invalid('settings', `${longestSettings} characters at most`);
  return parsed;
}

function commandSettings(fields: ReadonlyMap<string, unknown>): McpServerSettings {
  assertKnown(fields, ['command', 'args', 'env', 'cwd']);
  const [args, env, cwd] = [fields.get('args'), fields.get('env'), fields.get('cwd')];
  return {
    command: textOf(fields.get('command'), 'command', 1),
    ...(args !== undefined && { args: textsOf(args, 'args') }),
    ...(env !== undefined && { env: entriesOf(env, 'env', assertVariable) }),
    ...(cwd !== undefined && { cwd: textOf(cwd, 'cwd', 1) }),
  };
}

function urlSettings(fields: ReadonlyMap<string, unknown>): McpServerSettings {
  assertKnown(fields, ['url', 'headers']);
  const headers = fields.get('headers');
  return {
    url: urlOf(fields.get('url')),
    ...(headers !== undefined && { headers: entriesOf(headers, 'headers', headerCheck()) }),
  };
}

function assertKnown(fields: ReadonlyMap<string, unknown>, known: readonly string[]): void {
  for (const field of fields.keys()) {
    if (!known.includes(field)) throw invalid('settings', `no other fields than ${known.join(', ')}`);
  }
}

function assertVariable(name: string): void {
  if (!environmentName.test(name) || prototypeKeys.has(name)) throw invalid('env', 'names of variables as keys');
}

/** Headers that differ in case are the same one: it would depend on the client which of them is sent. */
function headerCheck(): (name: string) => void {
  const seen = new Set<string>();
  return (name) => {
    const lower = name.toLowerCase();
    if (!headerName.test(name) || prototypeKeys.has(lower)) throw invalid('headers', 'names of headers as keys');
    if (reservedHeaders.has(lower)) throw invalid('headers', `no header "${lower}", which the transport sets`);
    if (seen.has(lower)) throw invalid('headers', 'each header once, whatever the case');
    seen.add(lower);
  };
}

function entriesOf(value: unknown, field: 'env' | 'headers', assertKey: (name: string) => void) {
  // One that is undefined too: whoever meant a variable that is not set would not learn it.
  const entries = membersOf(value, field);
  if (entries.length > mostEntries) throw invalid(field, `${mostEntries} entries at most`);
  const parsed = entries.map(([name, text]): readonly [string, TextOrSecret] => {
    assertKey(name);
    const where = `${field}.${name}`;
    if (typeof text !== 'string') return [name, referenceOf(text, where)];
    return [name, field === 'env' ? textOf(text, where, 0) : headerValueOf(text, where)];
  });
  // Defines own members, also of names that an assignment would take for something else.
  return Object.fromEntries(parsed);
}

function referenceOf(value: unknown, field: string): SecretReference {
  const fields = typeof value === 'object' ? fieldsOf(value, field) : undefined;
  const secret = fields?.get('secret');
  if (fields?.size !== 1 || typeof secret !== 'string') throw invalid(field, 'a text or { secret: name }');
  assertName(`${field}.secret`, secret);
  return { secret };
}

function headerValueOf(value: string, field: string): string {
  const text = textOf(value, field, 0);
  if (!isHeaderValue(text)) throw invalid(field, 'one line of Latin-1 characters');
  return text;
}

/** Whether HTTP clients send it; of what they do not, some quote it in their error. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

function textOf(value: unknown, field: string, shortest: 0 | 1): string {
  const isText = typeof value === 'string' && value.length >= shortest && value.length <= longestText;
  if (isText && isVariableValue(value)) return value;
  throw invalid(field, `text of ${shortest} to ${longestText} characters, without NUL and lone surrogates`);
}

/** Whether a process can be given it; Node quotes what cannot in its error. */
export function isVariableValue(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}

function textsOf(value: unknown, field: string): readonly string[] {
  if (!Array.isArray(value) || value.length > mostTexts) throw invalid(field, `a list of at most ${mostTexts} texts`);
  return value.map((text, index) => textOf(text, `${field}[${index}]`, 0));
}

function urlOf(value: unknown): string {
  const isText = typeof value === 'string' && value.length <= longestUrl && URL.canParse(value);
  const url = isText ? new URL(value) : undefined;
  const isPlain = url && url.username === '' && url.password === '' && url.hash === '';
  if (isPlain && (url.protocol === 'https:' || url.protocol === 'http:')) return url.href;
  throw invalid('url', `an address of http or https in ${longestUrl} characters, without user, password and fragment`);
}

/** Own members by name: what came from outside never meets a prototype. */
function fieldsOf(value: unknown, field: string): ReadonlyMap<string, unknown> {
  return new Map(membersOf(value, field).filter(([, member]) => member !== undefined));
}

function membersOf(value: unknown, field: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(field, 'an object');
  return Object.entries(value);
}

function invalid(field: string, expected: string): AuthError {
  return new AuthError('INVALID_INPUT', `${field} has to be: ${expected}.`);
}
