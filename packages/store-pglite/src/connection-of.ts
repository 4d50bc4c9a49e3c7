import type { Store } from '@agentcards/core';
import type { Connection } from './connection.js';

// Beside the stores and not in them: whoever holds a store is given its ports, and nothing of the database behind them.
const connections = new WeakMap<Store, Connection>();

export function rememberConnection(store: Store, connection: Connection): void {
  connections.set(store, connection);
}

/** The connection of a store that this copy of the package has opened. */
export function connectionOf(store: Store): Connection | undefined {
  return connections.get(store);
}
