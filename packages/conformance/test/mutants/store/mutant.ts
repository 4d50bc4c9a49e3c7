import type { DependencyPair, ExecutionRecord, PageRequest, Store } from '@agentcards/core';

export interface Mutant {
  /** Name of a case that has to find it. */
  readonly foundBy: string;
  readonly spoil: (right: Store) => Store;
}

export const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Reads all pages of a port. */
export async function everything<Row>(port: { read(page: { limit: number }): Promise<Row[]> }): Promise<Row[]> {
  return port.read({ limit: 1_000_000 });
}

/** Changes what every read of pages gives. */
export function pages<Row, Key>(
  port: { read(page: PageRequest<Key>): Promise<Row[]> },
  change: (rows: Row[], page: PageRequest<Key>) => Row[] | Promise<Row[]>,
) {
  return { read: async (page: PageRequest<Key>) => change(await port.read(page), page) };
}

export function keyOf({ from, to }: DependencyPair): string {
  return `${from}>${to}`;
}

export function bare(id: string): ExecutionRecord {
  return { id, executedAt: new Date(0), success: true, durationMs: 0, tasks: [] };
}
