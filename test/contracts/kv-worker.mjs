// A process of its own on the Redis at the path: counts and takes as often as it is told to, and prints what it took.
import { createRedisKeyValueStore } from '@agentcards/auth/redis';
import { Redis } from 'ioredis';

const [path, times] = process.argv.slice(2);
const client = new Redis(path);
const store = createRedisKeyValueStore({ client });
const once = async () => {
  await store.increment('counter');
  const [taken, won] = await Promise.all([store.take('taken'), store.setIfAbsent('once', String(process.pid))]);
  await store.increment('taken');
  return { taken: Number(taken ?? 0), won };
};
const answers = await Promise.all(Array.from({ length: Number(times) }, once));
const taken = answers.reduce((sum, answer) => sum + answer.taken, 0);
console.log(JSON.stringify({ taken, won: answers.filter(({ won }) => won).length }));
client.disconnect();
