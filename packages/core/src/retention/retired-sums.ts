import type { DependencyIncrement, DependencyPair } from '../contracts/dependency.js';
import type { Store } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { readAll } from '../pages.js';

/** What is left of retired executions: sums under the names that their tools had when they were retired. */
export async function* retiredSums(store: Store, signal?: AbortSignal): AsyncGenerator<DependencyIncrement[]> {
  const { retirement } = store;
  if (retirement === undefined) return;
  yield* readAll<DependencyIncrement, DependencyPair>(
    (page) => retirement.read(page),
    ({ from, to }) => ({ from, to }),
    signal,
  );
}

/** The same under the names of now; an edge whose two tools have become one is none. */
export function underPresentNames(
  sums: readonly DependencyIncrement[],
  resolve: (toolId: ToolId) => ToolId,
): DependencyIncrement[] {
  return sums
    .map((sum) => ({ ...sum, from: resolve(sum.from), to: resolve(sum.to) }))
    .filter(({ from, to }) => from !== to);
}
