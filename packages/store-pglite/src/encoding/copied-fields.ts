import type { JsonValue } from '@agentcards/core';
import { decodeJson } from './json.js';
import { decodeText } from './text.js';
import { decodeTimestampBinary } from './timestamp.js';
import { decodeVectorBinary } from './vector.js';

/** The value of a field in PostgreSQL's binary form, which `bytes` has from `start` up to `end`. */
export type DecodeField = (bytes: Buffer, start: number, end: number) => unknown;

const text: DecodeField = (bytes, start, end) => decodeText(bytes.toString('utf8', start, end));

/** By type of the column, as the schema names it. */
const decoders: ReadonlyMap<string, DecodeField> = new Map<string, DecodeField>([
  ['text', text],
  ['text COLLATE "C"', text],
  ['jsonb', decodeJsonb],
  ['boolean', (bytes, start) => bytes[start] === 1],
  ['integer', (bytes, start) => bytes.readInt32BE(start)],
  ['bigint', (bytes, start) => Number(bytes.readBigInt64BE(start))],
  ['double precision', (bytes, start) => bytes.readDoubleBE(start)],
  ['timestamp with time zone', decodeTimestampBinary],
  ['vector', decodeVectorBinary],
]);

export function decoderOf(type: string): DecodeField {
  const decode = decoders.get(type.replace(/\(\d+\)$/, ''));
  if (decode === undefined) throw new TypeError(`No field of type ${type} can be read from a COPY.`);
  return decode;
}

/** One byte, the version of the form, comes before the text. */
function decodeJsonb(bytes: Buffer, start: number, end: number): JsonValue {
  return decodeJson(bytes.toString('utf8', start + 1, end));
}
