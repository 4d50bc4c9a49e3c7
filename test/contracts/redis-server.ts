import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Why nothing can be tried on a real Redis here; undefined where it can. */
export const redisAbsent =
  spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'there is no redis-server here (Debian: apt-get install redis-server)';

export interface RedisServer {
  /** Path of its socket. */
  readonly path: string;
  /** A client of its own, which ends with the server. */
  connect(): Redis;
  /** A client of a server that is not there. */
  connectToNothing(): Redis;
  stop(): Promise<void>;
}

/** Starts a Redis that nobody else knows of, and that writes nothing to the disk. */
export async function startRedisServer(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcards-redis-'));
  const path = join(folder, 'socket');
  const args = ['--port', '0', '--unixsocket', path, '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const clients: Redis[] = [];
  function connect(): Redis {
    const client = new Redis(path);
    // Until the server listens, a client tries again and says so.
    client.on('error', () => {});
    clients.push(client);
    return client;
  }
  await connect().ping();
  return {
    path,
    connect,
    connectToNothing() {
      const client = new Redis(join(folder, 'nobody'), { maxRetriesPerRequest: 0 });
      client.on('error', () => {});
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) client.disconnect();
      await ended(server);
      rmSync(folder, { recursive: true });
    },
  };
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill();
  });
}
