import type { ErrorRecord, ErrorStore } from '@agentcards/core';

/** A log whose order is that of numbers, which whoever calls it hands out. */
export function errorsByPlace(
  places: Map<number, ErrorRecord>,
  nextPlace: () => number,
  isBefore = (a: Date, b: Date) => a < b,
): ErrorStore {
  const inOrder = () => [...places].sort(([a], [b]) => a - b);
  return {
    append: async (error) => void places.set(nextPlace(), structuredClone(error)),
    recent: async (limit) =>
      inOrder()
        .reverse()
        .slice(0, limit)
        .map(([, error]) => structuredClone(error)),
    count: async () => places.size,
    async prune({ before, limit }) {
      const old = inOrder().filter(([, { timestamp }]) => isBefore(timestamp, before));
      return old.slice(0, limit).filter(([place]) => places.delete(place)).length;
    },
  };
}
