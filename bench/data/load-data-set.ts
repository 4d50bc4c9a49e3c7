import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../input-error.js';
import type { DataSet, Workflow } from './data-set.js';
import { type Located, readJsonLines } from './json-lines.js';
import { parseEdge, parseQuery, parseTool, parseWorkflow, type WorkflowRow } from './rows.js';

/**
 * Reads one folder: `tools.jsonl`, and where they exist `queries.jsonl`, `workflows.train.jsonl`,
 * `workflows.eval.jsonl` and `edges.jsonl`.
 *
 * @throws InputError naming `file:line` for a malformed row, a second row of one id, a tool or task that does not exist.
 */
export function loadDataSet(folder: string): DataSet {
  const rowsOf = <Row>(file: string, parse: (value: unknown) => Row) =>
    existsSync(join(folder, file)) ? readJsonLines(join(folder, file), parse) : [];

  const tools = readJsonLines(join(folder, 'tools.jsonl'), parseTool);
  const known = uniqueIds(tools);
  const requireTool = (id: string, place: string) => {
    if (!known.has(id)) throw new InputError(`${place}: tool ${JSON.stringify(id)} is not in tools.jsonl`);
  };

  const queries = rowsOf('queries.jsonl', parseQuery);
  uniqueIds(queries);
  for (const { row, place } of queries) {
    for (const id of [...row.relevant, ...Object.values(row.alternatives).flat()]) requireTool(id, place);
  }

  const workflows = ['train', 'eval'].flatMap((side) => rowsOf(`workflows.${side}.jsonl`, parseWorkflow));
  uniqueIds(workflows);
  for (const { row, place } of workflows) {
    for (const task of row.tasks) requireTool(task.tool, place);
    requireTopologicalOrder(row, place);
  }

  const edges = rowsOf('edges.jsonl', parseEdge);
  for (const { row, place } of edges) for (const id of [row.from, row.to]) requireTool(id, place);

  return {
    name: basename(folder),
    tools: tools.map(({ row }) => ({
      ...row,
      description: row.description ?? '',
      inputSchema: row.inputSchema ?? undefined,
    })),
    queries: queries.map(({ row }) => ({
      id: row.id,
      text: row.query,
      slots: row.relevant.map((id) => [
        id,
        ...(Object.hasOwn(row.alternatives, id) ? (row.alternatives[id] ?? []) : []),
      ]),
    })),
    workflows: workflows.map(({ row }): Workflow => ({ ...row, intent: row.intent ?? undefined })),
    // "X depends on Y" is the only edge type that says what must run; it points against the order of running.
    dependencies: edges
      .filter(({ row }) => row.type.endsWith('DEPENDS_ON'))
      .map(({ row }) => ({ from: row.to, to: row.from })),
  };
}

function uniqueIds(rows: readonly Located<{ readonly id: string }>[]): Set<string> {
  const ids = new Set<string>();
  for (const { row, place } of rows) {
    if (ids.has(row.id)) throw new InputError(`${place}: id ${JSON.stringify(row.id)} occurs twice`);
    ids.add(row.id);
  }
  return ids;
}

function requireTopologicalOrder(workflow: WorkflowRow, place: string): void {
  const before = new Set<string>();
  for (const task of workflow.tasks) {
    if (before.has(task.id)) throw new InputError(`${place}: task ${JSON.stringify(task.id)} occurs twice`);
    for (const id of task.dependsOn) {
      if (before.has(id)) continue;
      throw new InputError(
        `${place}: task ${JSON.stringify(task.id)} depends on ${JSON.stringify(id)}, which is not before it`,
      );
    }
    before.add(task.id);
  }
}
