export {
  createRedisKeyValueStore,
  type RedisClient,
  type RedisKeyValueStoreOptions,
} from './redis-key-value-store.js';
