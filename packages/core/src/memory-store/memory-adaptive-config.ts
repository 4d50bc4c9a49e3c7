import type { AdaptiveConfigStore, AdaptiveValue } from '../contracts/adaptive-config.js';

/** The learned numbers of the memory store. */
export function createMemoryAdaptiveConfig(
  atomic: <Result>(work: () => Result) => Promise<Result>,
): AdaptiveConfigStore {
  const values = new Map<string, AdaptiveValue>();
  return {
    read: (prefix) => atomic(() => structuredClone([...values.values()].filter(({ key }) => key.startsWith(prefix)))),
    replace: (prefix, replacements) =>
      atomic(() => {
        const copies = structuredClone(replacements);
        for (const key of [...values.keys()]) if (key.startsWith(prefix)) values.delete(key);
        for (const copy of copies) values.set(copy.key, { ...copy, value: Math.fround(copy.value) });
      }),
  };
}
