import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Tool } from '../data/data-set.js';

export interface GraphToolCallAnswers {
  readonly version: string;
  readonly buildMilliseconds: number;
  /** Ids, best first, by intent. */
  readonly answers: readonly (readonly string[])[];
  /** Of each intent. */
  readonly milliseconds: readonly number[];
}

const script = fileURLToPath(new URL('./ask_graph_tool_call.py', import.meta.url));

/** Runs it in a process of its own; says why where Python or the package is not there. See README.md. */
export function askGraphToolCall(
  tools: readonly Tool[],
  intents: readonly string[],
  topK: number,
): GraphToolCallAnswers | { readonly skipped: string } {
  const python = process.env.GRAPH_TOOL_CALL_PYTHON ?? 'python3';
  const { status, error, stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify({ tools, intents, topK }),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
  });
  if (error === undefined && status === 0) return JSON.parse(stdout) as GraphToolCallAnswers;
  // A process that ends before it has read everything breaks the pipe; what it said is the reason.
  const said = stderr?.trim().split('\n').at(-1);
  return { skipped: `${python}: ${said || (error?.message ?? `exit code ${status}`)}` };
}
