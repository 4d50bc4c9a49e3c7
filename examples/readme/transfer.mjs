import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createAgentCards, createMemoryStore } from '@agentcards/core';
import { createEngine } from '@agentcards/graphrag';

const here = await createAgentCards({ store: createMemoryStore(), createEngine });
await here.tools.sync({ server: 'weather', tools: [{ name: 'locate' }, { name: 'forecast' }] });
const tasks = here.tools.list().map(({ toolId }) => ({ id: toolId, toolId, success: true }));
await here.record({ intent: 'will it rain', success: true, tasks });
await pipeline(here.export({ server: 'weather' }), createWriteStream('weather.ndjson'));

const there = await createAgentCards({ store: createMemoryStore(), createEngine });
const { imported } = await there.import(createReadStream('weather.ndjson'));
console.log(`${imported.tool} tools and ${imported.execution} execution came along.`);
await here.close();
await there.close();
