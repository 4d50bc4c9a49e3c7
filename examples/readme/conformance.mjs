import { checkStore } from '@agentcards/conformance';
import { createMemoryStore } from '@agentcards/core';

// Opens the store of this name: an empty one, unless it was opened by it before.
const results = await checkStore((_name) => createMemoryStore(), {
  capabilities: ['adaptiveConfig', 'append', 'prune', 'purge', 'remove', 'retirement', 'suggestions'],
});
for (const { outcome, name, promise, error } of results) {
  if (outcome === 'broken') console.log(`${name}: breaks “${promise}”`, error);
}
console.log('cases that are broken:', results.filter(({ outcome }) => outcome === 'broken').length);
for (const { name, reason } of results.filter(({ outcome }) => outcome === 'skipped'))
  console.log(`${name}: ${reason}`);
