import type { Store } from '@agentcards/core';

/** The same store with some methods of some ports replaced. */
export function spoiled(store: Store, changes: { readonly [Port in keyof Store]?: Partial<Store[Port]> }): Store {
  const parts = Object.entries(changes).map(([port, change]) => {
    const right = store[port as keyof Store];
    return [port, typeof change === 'function' ? change : { ...(right as object), ...(change as object) }];
  });
  return { ...store, ...Object.fromEntries(parts) };
}
