import type { DecodeField } from './copied-fields.js';

const signature = Uint8Array.of(0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00);
const headerLength = signature.length + 8;
const trailerLength = 2;

/** Rows in the binary format of COPY, field by field in the order of the columns. https://www.postgresql.org/docs/18/sql-copy.html */
export function copyBinary(rows: readonly (readonly Uint8Array[])[]): Uint8Array {
  let length = headerLength + trailerLength;
  for (const fields of rows) for (const field of fields) length += 4 + field.length;
  const bytes = new Uint8Array(length + 2 * rows.length);
  const view = new DataView(bytes.buffer);
  bytes.set(signature);
  let offset = headerLength;
  for (const fields of rows) {
    view.setInt16(offset, fields.length);
    offset += 2;
    for (const field of fields) {
      view.setInt32(offset, field.length);
      bytes.set(field, offset + 4);
      offset += 4 + field.length;
    }
  }
  view.setInt16(offset, -1);
  return bytes;
}

/** The rows that a COPY wrote in this format, the fields by the names of their decoders; what is NULL is absent. */
export function readCopyBinary<Row>(bytes: Buffer, decoders: readonly (readonly [keyof Row, DecodeField])[]): Row[] {
  const rows: Row[] = [];
  // The count of fields before each row is -1 after the last.
  for (let offset = headerLength; bytes.readInt16BE(offset) !== -1; ) {
    offset += 2;
    const row: { [Name in keyof Row]?: unknown } = {};
    for (const [name, decode] of decoders) {
      const start = offset + 4;
      const length = bytes.readInt32BE(offset);
      offset = start + Math.max(0, length);
      if (length >= 0) row[name] = decode(bytes, start, offset);
    }
    rows.push(row as Row);
  }
  return rows;
}
