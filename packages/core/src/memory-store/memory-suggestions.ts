import type { SuggestionRecord, SuggestionStore } from '../contracts/store.js';
import { Rows } from './rows.js';

/** The suggestions of the memory store, and of stores that keep none. */
export function createMemorySuggestions(
  atomic: <Result>(work: () => Result) => Promise<Result> = async (work) => work(),
): SuggestionStore {
  const suggestions = new Rows<SuggestionRecord>();
  return {
    put: (records, { atMost, notBefore }) =>
      atomic(() => {
        for (const record of structuredClone(records)) {
          if (!suggestions.has(record.id)) suggestions.set(record.id, record);
        }
        const newestFirst = [...suggestions.values()].sort(byAge);
        newestFirst.forEach(({ id, madeAt }, place) => {
          if (place >= atMost || madeAt < notBefore) suggestions.delete(id);
        });
      }),
    get: (id) => atomic(() => structuredClone(suggestions.get(id))),
    read: (page) => atomic(() => suggestions.page(page)),
    remove: (ids) => atomic(() => ids.filter((id) => suggestions.delete(id)).length),
  };
}

function byAge(a: SuggestionRecord, b: SuggestionRecord): number {
  return b.madeAt.getTime() - a.madeAt.getTime() || (a.id > b.id ? -1 : 1);
}
