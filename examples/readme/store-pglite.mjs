import { createAgentCards } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';
import { openPGliteStore } from '@agentcards/store-pglite';

const dataDir = './.agentcards/data';
const cards = await createAgentCards({ store: await openPGliteStore({ dataDir }), createEngine });
await openPGliteStore({ dataDir }).catch((error) => console.log('a second one is refused:', error.code));
await cards.close();
