import {
  type ExecutionRecord,
  type ExecutionStore,
  type Store,
  type SuggestionRecord,
  type SuggestionStore,
  toToolId,
} from '@agentcards/core';
import { expect } from 'vitest';

type Remover = Required<Pick<ExecutionStore, 'remove'>>;

/** What a promise of the store is called, and a check that it is kept. Each check needs a store of its own. */
export type Promises<Part> = Readonly<Record<string, (part: Part) => Promise<void>>>;

const at = (milliseconds: number) => new Date(Date.UTC(2026, 0, 2) + milliseconds);
const always = { atMost: 1_000, notBefore: at(-1e9) };

function execution(id: string): ExecutionRecord {
  const toolId = toToolId('server', 'a');
  return {
    id,
    executedAt: at(0),
    success: true,
    durationMs: 1,
    suggestionId: 'suggestion',
    proposedTools: [toolId, toToolId('server', 'b'), toolId],
    tasks: [{ id: 't1', toolId, dependsOn: [], layer: 0, success: true }],
  };
}

const idsOf = async (part: { read(page: { limit: number }): Promise<{ id: string }[]> }) =>
  (await part.read({ limit: 10_000 })).map(({ id }) => id);

/** What the contract promises of `executions.remove`. */
export const executionRemoval: Promises<Pick<Store, 'edges'> & { readonly executions: ExecutionStore & Remover }> = {
  'deletes what it names and nothing else, and counts what was there': async ({ executions }) => {
    for (const id of ['a', 'b', 'c', "d'; --"]) await executions.record(execution(id), [], () => 0.5);
    expect(await executions.remove(['c', 'unknown', "d'; --", 'c'])).toBe(2);
    expect(await executions.read({ limit: 10 })).toEqual([execution('a'), execution('b')]);
    expect(await executions.remove(['c'])).toBe(0);
    expect(await executions.remove([])).toBe(0);
    expect(await idsOf(executions)).toEqual(['a', 'b']);
  },

  'takes a removed id for a new one': async ({ executions }) => {
    await executions.record(execution('a'), [], () => 0.5);
    await executions.remove(['a']);
    expect(await executions.record(execution('a'), [], () => 0.5)).toBe('recorded');
  },

  'leaves edges as they are': async ({ executions, edges }) => {
    const counters = {
      observedCount: 1,
      successCount: 1,
      failureCount: 0,
      dataFlowCount: 0,
      declaredCount: 1,
      sequenceCount: 0,
    };
    const increment = { from: toToolId('server', 'a'), to: toToolId('server', 'b'), observedAt: at(0), ...counters };
    await executions.record(execution('a'), [increment], () => 0.5);
    const before = await edges.read({ limit: 10 });
    await executions.remove(['a']);
    expect(before).toHaveLength(1);
    expect(await edges.read({ limit: 10 })).toEqual(before);
  },

  'deletes more than a statement holds': async ({ executions }) => {
    const ids = Array.from({ length: 2_500 }, (_, index) => `many ${index}`);
    await executions.record(execution(ids[2_400]!), [], () => 0.5);
    expect(await executions.remove(ids)).toBe(1);
  },
};

function suggestion(id: string, madeAt = 0, more: Partial<SuggestionRecord> = {}): SuggestionRecord {
  return { id, madeAt: at(madeAt), toolIds: [toToolId('server', 'a')], ...more };
}

/** What the contract promises of `suggestions`. */
export const suggestionKeeping: Promises<SuggestionStore> = {
  'gives back what was put, a tool as often as it was proposed': async (suggestions) => {
    const toolIds = ['b', 'a', 'b'].map((name) => toToolId('server', name));
    const whole = suggestion('whole', 5, { intent: 'do "it" \u0000 😀', toolIds });
    await suggestions.put([whole, suggestion('bare', 5, { toolIds: [] })], always);
    expect(await suggestions.get('whole')).toEqual(whole);
    expect(await suggestions.get('bare')).toEqual(suggestion('bare', 5, { toolIds: [] }));
    expect(await suggestions.get('unknown')).toBeUndefined();
  },

  'keeps the first of an id': async (suggestions) => {
    await suggestions.put([suggestion('a', 1, { intent: 'first' }), suggestion('a', 2, { intent: 'second' })], always);
    await suggestions.put([suggestion('a', 3, { intent: 'third' })], always);
    expect(await suggestions.read({ limit: 10 })).toEqual([suggestion('a', 1, { intent: 'first' })]);
  },

  'keeps the newest, of equally old ones those with the higher ids': async (suggestions) => {
    await suggestions.put([suggestion('c', 1), suggestion('b', 2), suggestion('a', 2)], always);
    await suggestions.put([suggestion('d', 3)], { ...always, atMost: 2 });
    expect(await idsOf(suggestions)).toEqual(['b', 'd']);
  },

  'drops what is too old, also of what is put': async (suggestions) => {
    await suggestions.put([suggestion('old', 1), suggestion('edge', 2), suggestion('young', 3)], always);
    await suggestions.put([suggestion('late', 1)], { ...always, notBefore: at(2) });
    expect(await idsOf(suggestions)).toEqual(['edge', 'young']);
  },

  'reads in pages that join up': async (suggestions) => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await suggestions.put(ids.map((id) => suggestion(id)).reverse(), always);
    const first = await suggestions.read({ limit: 2 });
    const second = await suggestions.read({ after: first.at(-1)!.id, limit: 2 });
    const third = await suggestions.read({ after: second.at(-1)!.id, limit: 2 });
    expect([...first, ...second, ...third].map(({ id }) => id)).toEqual(ids);
  },

  'removes what it names and nothing else, and counts what was there': async (suggestions) => {
    await suggestions.put(
      ['a', 'b', 'c'].map((id) => suggestion(id)),
      always,
    );
    expect(await suggestions.remove(['a', 'c', 'unknown', 'a'])).toBe(2);
    expect(await suggestions.remove([])).toBe(0);
    expect(await idsOf(suggestions)).toEqual(['b']);
  },

  'shares nothing with its callers': async (suggestions) => {
    const toolIds = [toToolId('server', 'a')];
    const mine = suggestion('mine', 0, { toolIds });
    await suggestions.put([mine], always);
    toolIds.push(toToolId('server', 'b'));
    (await suggestions.get('mine'))!.madeAt.setTime(0);
    expect(await suggestions.get('mine')).toEqual(suggestion('mine'));
  },
};
