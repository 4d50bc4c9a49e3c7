import { customType } from 'drizzle-orm/pg-core';
import { decodeJson, encodeJson } from '../encoding/json.js';
import { decodeText, encodeText } from '../encoding/text.js';
import { decodeTimestamp, encodeTimestamp } from '../encoding/timestamp.js';

// Drizzle's own types lose what the contract keeps: NUL and lone surrogates in texts, JSON strings that read as
// numbers, years with five digits.

/** Any JavaScript string. */
export const text = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: encodeText,
  fromDriver: decodeText,
});

/** A string that rows are ordered by: by code point, whatever the locale of the database. */
export const keyText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text COLLATE "C"',
  toDriver: encodeText,
  fromDriver: decodeText,
});

export const jsonb = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: encodeJson,
  fromDriver: decodeJson,
});

export const timestamptz = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: encodeTimestamp,
  fromDriver: decodeTimestamp,
});

/** A number of 32 bits. PostgreSQL writes the shortest decimal that means it, which is another number in 64 bits. */
export const singlePrecision = customType<{ data: number; driverData: number }>({
  dataType: () => 'real',
  toDriver: Math.fround,
  fromDriver: Math.fround,
});

/** pgvector's vector of no fixed length. Written by COPY, and read by it or through SQL functions. */
export const anyVector = customType<{ data: Float32Array; driverData: string }>({ dataType: () => 'vector' });

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
