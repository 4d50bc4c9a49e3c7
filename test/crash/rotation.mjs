import { localKeys } from '@agentcards/auth';

const first = { id: 'k1', key: new Uint8Array(32).fill(1) };
const second = { id: 'k2', key: new Uint8Array(32).fill(2) };

export const onlyFirst = localKeys([first]);
export const onlySecond = localKeys([second]);
/** What every process has while secrets are wrapped anew. */
export const secondThenFirst = localKeys([second, first]);

export const userIds = ['0a', '0b'];
export const secretNames = userIds.flatMap((userId) =>
  Array.from({ length: 100 }, (_, number) => ({ userId, server: 'github', name: `SECRET_${number}` })),
);
