import { expect, test } from 'vitest';
import type { SuggestedTask, SuggestionMode } from '../types.js';
import { modeOf } from './confidence.js';

const noDoubts = { incomplete: 0, absent: new Map(), failedSince: 0, hasSucceeded: true, changed: [] };
const task = (toolId: string, probability: number): SuggestedTask => ({
  id: toolId,
  toolId,
  dependsOn: [],
  arguments: {},
  bindings: [],
  missing: [],
  reason: { probability, executions: [], votes: 0, match: 0, requiredBy: [] },
});
const toolOf = (toolId: string) => ({
  readOnly: toolId.startsWith('read'),
  inputSchema: { type: 'object', properties: {} },
});

test.each<[string, { confidence: number; expectedNodeF1?: number; tasks: SuggestedTask[] }, SuggestionMode]>([
  ['likely as a whole and in part', { confidence: 0.6, tasks: [task('read', 0.9), task('write', 0.9)] }, 'suggestion'],
  ['less likely than not', { confidence: 0.6, expectedNodeF1: 0.49, tasks: [task('write', 0.9)] }, 'explicit'],
  [
    'long, and seldom right as it is',
    { confidence: 0.06, tasks: [task('read', 0.5), task('write', 0.5)] },
    'suggestion',
  ],
  ['hardly ever right as it is', { confidence: 0.04, tasks: [task('read', 0.5), task('write', 0.5)] }, 'explicit'],
  [
    'one that changes what is hardly meant',
    { confidence: 0.3, tasks: [task('read', 0.9), task('write', 0.39)] },
    'explicit',
  ],
  [
    'one that reads what is hardly meant',
    { confidence: 0.3, tasks: [task('read', 0.39), task('write', 0.9)] },
    'suggestion',
  ],
  ['sure, and changes nothing', { confidence: 0.8, tasks: [task('read', 0.9)] }, 'speculative'],
])('a plan that is %s is treated as what it is', (_what, { tasks, expectedNodeF1 = 0.8, confidence }, mode) => {
  expect(modeOf({ confidence, expectedNodeF1 }, { tasks }, 'executions', noDoubts, toolOf)).toBe(mode);
});
