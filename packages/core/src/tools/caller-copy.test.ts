import { expect, test } from 'vitest';
import type { ToolRecord } from '../contracts/tool.js';
import { toToolId } from '../tool-id.js';
import { callerCopy } from './caller-copy.js';

test('a copy says all that the record says, and its dates are its own', () => {
  const at = new Date(0);
  const tool: Required<ToolRecord> = {
    toolId: toToolId('s', 'a'),
    serverId: 's',
    name: 'a',
    title: 'A',
    description: 'alpha',
    inputSchema: {},
    outputSchema: {},
    annotations: {},
    fingerprint: 'f',
    status: 'active',
    firstSeen: at,
    updatedAt: at,
  };
  const copy = callerCopy(Object.freeze(tool));
  expect(copy).toEqual(tool);
  copy.updatedAt.setTime(5);
  expect([copy.firstSeen.getTime(), at.getTime()]).toEqual([0, 0]);
});
