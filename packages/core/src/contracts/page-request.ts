/**
 * One page of a keyset-paged read: rows with a key greater than `after`, ascending, at most `limit` (a whole number of at
 * least 1). `after` need not be the key of a row, which may be gone by then. Fewer than `limit` rows means that there are no more. Each store fixes its own total order of the keys. Rows
 * that are written between two pages are in a later one when their key is; no other row is missed or comes twice.
 */
export interface PageRequest<Key> {
  readonly after?: Key | undefined;
  readonly limit: number;
  /** One that is aborted before the page is read rejects the read with `ABORTED`, its reason as the cause. */
  readonly signal?: AbortSignal | undefined;
}
