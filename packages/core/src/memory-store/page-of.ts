import type { PageRequest } from '../contracts/store.js';

/** A page of rows by their keys, as copies. */
export function pageOf<Row>(rows: ReadonlyMap<string, Row>, after: PageRequest<string>['after'], limit: number): Row[] {
  const keys = [...rows.keys()].filter((key) => after === undefined || key > after).sort();
  return keys.slice(0, limit).map((key) => structuredClone(rows.get(key)!));
}
