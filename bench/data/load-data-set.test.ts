import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../input-error.js';
import { findSets } from './find-sets.js';
import { loadDataSet } from './load-data-set.js';
import { openData } from './open-data.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentcards-bench-test-'));
  write('tools.jsonl', { id: 's:a', server: 's', name: 'a' }, { id: 's:b', server: 's', name: 'b', inputSchema: null });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, ...rows: (object | string)[]): void {
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  writeFileSync(join(folder, file), lines.join('\n'));
}

const workflow = {
  id: 'w',
  intent: null,
  tasks: [
    { id: '1', tool: 's:a', dependsOn: [] },
    { id: '2', tool: 's:b', dependsOn: ['1'], ok: false },
  ],
  success: true,
  part: 'train',
  coldPart: 'eval',
};

describe('loadDataSet', () => {
  it('reads what is there and fills in what may be absent', () => {
    write('queries.jsonl', { id: 'q', query: 'do', relevant: ['s:a', 's:b'], alternatives: { 's:a': ['s:b'] } });
    write('workflows.train.jsonl', workflow);
    write(
      'edges.jsonl',
      { from: 's:b', to: 's:a', type: 'TOOL_DIRECTLY_DEPENDS_ON' },
      { from: 's:a', to: 's:b', type: 'temporal' },
    );
    const set = loadDataSet(folder);
    expect(set.tools[0]).toEqual({ id: 's:a', server: 's', name: 'a', description: '', inputSchema: undefined });
    expect(set.queries[0]?.slots).toEqual([['s:a', 's:b'], ['s:b']]);
    expect(set.workflows[0]).toMatchObject({ intent: undefined, tasks: [{ ok: true }, { ok: false }] });
    expect(set.dependencies).toEqual([{ from: 's:a', to: 's:b' }]);
  });

  it('takes alternatives only from what the row says, whatever a tool is called', () => {
    write('tools.jsonl', { id: '__proto__', name: 'a' }, { id: 'constructor', name: 'b' });
    write('queries.jsonl', { id: 'q', query: 'do', relevant: ['__proto__', 'constructor'] });
    expect(loadDataSet(folder).queries[0]?.slots).toEqual([['__proto__'], ['constructor']]);
  });

  const malformed: [what: string, file: string, rows: (object | string)[], place: string][] = [
    ['text that is no JSON', 'queries.jsonl', ['', '{"id":'], 'queries.jsonl:2'],
    ['a missing field', 'queries.jsonl', [{ id: 'q', relevant: ['s:a'] }], 'queries.jsonl:1: query'],
    ['no relevant tool', 'queries.jsonl', [{ id: 'q', query: '', relevant: [] }], 'queries.jsonl:1: relevant'],
    ['an unknown tool', 'queries.jsonl', [{ id: 'q', query: '', relevant: ['s:c'] }], 'queries.jsonl:1: tool "s:c"'],
    [
      'an unknown alternative',
      'queries.jsonl',
      [{ id: 'q', query: '', relevant: ['s:a'], alternatives: { 's:a': ['s:c'] } }],
      'queries.jsonl:1: tool "s:c"',
    ],
    [
      'a repeated id',
      'tools.jsonl',
      [
        { id: 's:a', name: 'a' },
        { id: 's:a', name: 'a' },
      ],
      'tools.jsonl:2: id "s:a"',
    ],
    ['an unknown side', 'workflows.eval.jsonl', [{ ...workflow, part: 'test' }], 'workflows.eval.jsonl:1: part'],
    [
      'a tool of a task that is unknown',
      'workflows.train.jsonl',
      [{ ...workflow, tasks: [{ id: '1', tool: 's:c', dependsOn: [] }] }],
      'workflows.train.jsonl:1: tool "s:c"',
    ],
    [
      'tasks that are not in topological order',
      'workflows.train.jsonl',
      [{ ...workflow, tasks: [...workflow.tasks].reverse() }],
      'workflows.train.jsonl:1: task "2" depends on "1"',
    ],
    ['an edge to nowhere', 'edges.jsonl', [{ from: 's:a', to: 's:c', type: 'x' }], 'edges.jsonl:1: tool "s:c"'],
  ];
  it.each(malformed)('refuses %s, naming the place', (_, file, rows, place) => {
    write(file, ...rows);
    expect(() => loadDataSet(folder)).toThrow(InputError);
    expect(() => loadDataSet(folder)).toThrow(place);
  });
});

describe('findSets', () => {
  it('refuses a folder that is absent, one without sets, and a set that is not there', () => {
    expect(() => findSets(join(folder, 'absent'), undefined)).toThrow('no such folder');
    expect(() => findSets(folder, undefined)).toThrow('no folder in it has a tools.jsonl');
    expect(() => findSets(join(folder, '..'), ['absent'])).toThrow('no data set absent');
  });
});

describe('the synthetic set', () => {
  it('is the same each time and has every measure', () => {
    const [set] = openData('synthetic', undefined).sets;
    expect(openData('synthetic', undefined).sets).toEqual([set]);
    expect(set?.queries.length).toBeGreaterThan(100);
    expect(set?.dependencies.length).toBeGreaterThan(0);
    for (const side of ['part', 'coldPart'] as const) {
      expect(new Set(set?.workflows.map((workflow) => workflow[side]))).toEqual(new Set(['train', 'eval']));
    }
  });

  it('never has one tool sequence on both sides of the cold split', () => {
    const workflows = openData('synthetic', undefined).sets[0]?.workflows ?? [];
    const sequencesOf = (side: string) =>
      new Set(
        workflows.filter(({ coldPart }) => coldPart === side).map(({ tasks }) => tasks.map(({ tool }) => tool).join()),
      );
    const seen = sequencesOf('train');
    expect([...sequencesOf('eval')].filter((sequence) => seen.has(sequence))).toEqual([]);
  });
});
