/** The same store with some methods of some ports replaced. */
export function spoiled<Stored extends object>(
  store: Stored,
  changes: { readonly [Port in keyof Stored]?: Partial<NonNullable<Stored[Port]>> },
): Stored {
  const parts = Object.entries(changes).map(([port, change]) => {
    const right = store[port as keyof Stored];
    return [port, typeof change === 'function' ? change : { ...(right as object), ...(change as object) }];
  });
  return { ...store, ...Object.fromEntries(parts) };
}
