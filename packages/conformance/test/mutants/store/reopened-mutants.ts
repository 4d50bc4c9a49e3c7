import type { ErrorRecord, Store } from '@agentcards/core';
import { createCosineStore } from '../cosine-store.js';
import { spoiled } from '../spoiled.js';
import { errorsByPlace } from './errors-by-place.js';

/** Stores that are there when they are opened again, each opened by this function. */
function reopened(open: () => (right: Store, opening: number) => Store): () => (name: string) => Store {
  return () => {
    const stores = new Map<
      string,
      { readonly right: Store; readonly spoil: ReturnType<typeof open>; openings: number }
    >();
    return (name) => {
      const store = stores.get(name) ?? { right: createCosineStore(), spoil: open(), openings: 0 };
      stores.set(name, store);
      store.openings += 1;
      return { ...store.spoil(store.right, store.openings), close: async () => {} };
    };
  };
}

/** What adapters forget when they are closed. */
export const reopenedMutants = {
  'the length of vectors is not known when they are opened again': {
    foundBy: 'embeddings: their length is settled also after the store was opened again',
    create: reopened(
      () => (right, opening) =>
        spoiled(right, {
          embeddings: {
            async put(records) {
              const dimensions = records[0]?.embedding.length ?? 3;
              if (opening > 1) await right.embeddings.promote({ modelId: 'no model', dimensions });
              await right.embeddings.put(records);
            },
          },
        }),
    ),
  },
  'the numbers of errors begin anew when they are opened again': {
    foundBy: 'errors: what is appended after the store was opened again is the last',
    create: reopened(() => {
      const places = new Map<number, ErrorRecord>();
      return (right) => {
        let next = 0;
        return { ...right, errors: errorsByPlace(places, () => next++) };
      };
    }),
  },
};
