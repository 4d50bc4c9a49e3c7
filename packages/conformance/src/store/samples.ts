import {
  type ConfidenceOf,
  type DependencyIncrement,
  type DependencyRecord,
  type EmbeddingRecord,
  type ExecutionRecord,
  type PageRequest,
  type Store,
  type SuggestionRecord,
  type ToolId,
  type ToolRecord,
  toToolId,
} from '@agentcards/core';
import { expectEqual } from '../expect.js';

/** With milliseconds, since a store may keep less. */
export const at = new Date('2026-01-02T03:04:05.678Z');

export function after(milliseconds: number): Date {
  return new Date(at.getTime() + milliseconds);
}

/** Written as text it comes before all that is nearer. */
export const farAhead = new Date('+012000-01-01T00:00:00.000Z');

/** What `fillStore` writes. Stays as it is: stores that earlier versions wrote have it. */
export const writtenText =
  'Robert\'); DROP TABLE tool_schema;-- \u0000 \ud800 😀 مرحبا 漢字 \u200b\t"quotes" \\ $1 %s {{x}} \r\n';

/** Texts that break what is built of texts. */
export const hostileText = ` e\u0301 ${writtenText}`;

/** The same for what rows are found by, which is well-formed. */
export const hostileKey = hostileText.replaceAll('\ud800', '');

export function id(name: string): ToolId {
  return toToolId('server', name);
}

export function pair(from: string, to: string) {
  return { from: id(from), to: id(to) };
}

export function tool(name: string, more: Partial<ToolRecord> = {}): ToolRecord {
  return {
    toolId: id(name),
    serverId: 'server',
    name,
    inputSchema: { type: 'object' },
    fingerprint: `fingerprint of ${name}`,
    status: 'active',
    firstSeen: at,
    updatedAt: at,
    ...more,
  };
}

export function vectorOf(
  name: string,
  embedding: readonly number[],
  more: Partial<EmbeddingRecord> = {},
): EmbeddingRecord {
  return {
    toolId: id(name),
    modelId: 'model',
    contentHash: `hash of ${name}`,
    embedding: Float32Array.from(embedding),
    updatedAt: at,
    ...more,
  };
}

export function increment(from: string, to: string, more: Partial<DependencyIncrement> = {}): DependencyIncrement {
  return {
    ...pair(from, to),
    observedCount: 1,
    successCount: 1,
    failureCount: 0,
    dataFlowCount: 0,
    declaredCount: 1,
    sequenceCount: 0,
    observedAt: at,
    ...more,
  };
}

export function execution(executionId: string, more: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    id: executionId,
    executedAt: at,
    success: true,
    durationMs: 12,
    tasks: [
      { id: 't1', toolId: id('b'), dependsOn: [], layer: 0, success: true, startedAt: at, endedAt: after(5) },
      { id: 't2', toolId: id('a'), dependsOn: ['t1'], layer: 1, success: false, errorType: 'timeout' },
    ],
    ...more,
  };
}

/** Everything that an execution can say. */
function wholeExecution(): ExecutionRecord {
  const { tasks } = execution('');
  return execution('whole', {
    executedAt: after(-1),
    intent: hostileText,
    success: false,
    durationMs: Number.MAX_SAFE_INTEGER,
    errorMessage: hostileText,
    suggestionId: 'suggestion',
    proposedTools: [id('b'), id('a'), id('b')],
    codeSnippet: 'await a()\u0000',
    codeHash: 'abc',
    // Not in the order of their ids.
    tasks: [...tasks].reverse().map((task) => ({
      ...task,
      errorType: hostileText,
      dependsOn: ['t2', 't1', 't2'],
      argumentsDigest: 'digest',
      argumentValues: ['digest of "1"', '', 'digest of "1"'],
      outputValues: ['digest'],
      argumentPlaces: [{ value: 'digest of "1"', path: 'orders[].{}.id' }],
      outputPlaces: [{ value: 'digest', path: '' }],
    })),
  });
}

/** One that says nothing wherever it says something. */
function emptyExecution(): ExecutionRecord {
  const { tasks } = execution('');
  return execution('empty', {
    intent: '',
    errorMessage: '',
    codeSnippet: '',
    proposedTools: [],
    tasks: tasks.map((task) => ({
      ...task,
      errorType: '',
      argumentValues: [],
      outputValues: [],
      argumentPlaces: [],
      outputPlaces: [],
    })),
  });
}

/** Executions that say as much as they can, and as little. */
export function executionsOfEveryKind(): ExecutionRecord[] {
  return [
    wholeExecution(),
    execution('bare', { durationMs: 0, tasks: [] }),
    execution('plain'),
    emptyExecution(),
    execution('distant', { executedAt: farAhead }),
  ];
}

export function suggestion(suggestionId: string, madeAt = 0, more: Partial<SuggestionRecord> = {}): SuggestionRecord {
  return { id: suggestionId, madeAt: after(madeAt), toolIds: [id('a')], ...more };
}

const strengths = { user: 1, hint: 0.5, schema: 0.25 };

/** One that tells apart rows by everything that they are made of. */
export const confidenceOf: ConfidenceOf = ({ source, successCount, observedCount }) =>
  source === 'learned'
    ? (successCount + 1) / (observedCount + 2)
    : (strengths[source] * (successCount + 1)) / (3 * observedCount + 1);

/** Fails for one edge, after others may have been written. */
export function failingAt(to: string): ConfidenceOf {
  return (edge) => {
    if (edge.to === id(to)) throw new Error('no confidence for this edge');
    return confidenceOf(edge);
  };
}

/** All rows of a paged collection, read in pages of this size. */
export async function readPaged<Row, Key>(
  port: { read(page: PageRequest<Key>): Promise<Row[]> },
  keyOf: (row: Row) => Key,
  limit = 1_000,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await port.read({ after: last === undefined ? undefined : keyOf(last), limit });
    rows.push(...page);
    // One that repeats itself would not come to an end.
    expectEqual(new Set(rows.map((row) => JSON.stringify(keyOf(row)))).size, rows.length, 'a row came twice');
    if (page.length < limit) return rows;
  }
}

export function edgeOf(
  edges: readonly DependencyRecord[],
  { from, to }: { readonly from: ToolId; readonly to: ToolId },
): DependencyRecord | undefined {
  return edges.find((edge) => edge.from === from && edge.to === to);
}

export function readExecutions(store: Store, limit?: number): Promise<ExecutionRecord[]> {
  return readPaged(store.executions, (each) => each.id, limit);
}

export async function recordEach(store: Store, ...executions: readonly ExecutionRecord[]): Promise<void> {
  await Promise.all(executions.map((each) => store.executions.record(each, [], confidenceOf)));
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map((row) => row.id).sort();
}
