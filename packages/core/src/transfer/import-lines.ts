import type { ExecutionRecord } from '../contracts/execution.js';
import { throwIfAborted } from '../errors/aborted.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { giveWay } from '../give-way.js';
import { isAsSealed } from './encode-line.js';
import { importInvalid } from './import-errors.js';
import type { Mergers } from './merge-content.js';
import { type NumberedLine, readLines } from './read-lines.js';
import {
  noTransfers,
  type TransferContent,
  type TransferCounts,
  type TransferKind,
  transferFormat,
  transferKinds,
  transferVersion,
} from './transfer-content.js';
import type { ImportReport } from './transfer-options.js';

/** What is written at once at most, in lines and in UTF-16 code units of their texts. */
const batchLimits = { lines: 500, length: 4_000_000 } as const;

/** An import, as a file or a network has it: in chunks of any size. */
export type ImportChunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

export interface ImportContext {
  readonly schemas: typeof import('../schemas/index.js');
  readonly mergers: Mergers;
  /** Throws for an execution that nothing could be learned from. */
  readonly assertLearnable: (execution: ExecutionRecord) => void;
  /** Whether an execution that ran then is too old to be kept. */
  readonly isExpired: (executedAt: Date) => boolean;
  readonly write: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/**
 * Merges an export into the store, a batch of lines of one kind after the other.
 * @throws AgentCardsError `IMPORT_INVALID` | `IMPORT_TOO_NEW` | `ABORTED` | whatever the store throws
 */
export async function importLines(
  chunks: ImportChunks,
  signal: AbortSignal,
  context: ImportContext,
): Promise<ImportReport> {
  let expired = 0;
  const report = { imported: noTransfers(), known: noTransfers(), skipped: noTransfers() };
  const counts = noTransfers();
  let batch: Batch | undefined;
  let last = 0;
  let place: 'first' | 'between' | 'after' = 'first';
  const flush = async () => {
    if (batch === undefined) return;
    throwIfAborted(signal);
    const { kind, values } = batch;
    batch = undefined;
    // The values are of the kind, which TypeScript cannot follow through two maps.
    const merge = context.mergers[kind] as (values: readonly unknown[]) => ReturnType<Mergers[TransferKind]>;
    const tally = await context.write(() => merge(values));
    for (const outcome of ['imported', 'known', 'skipped'] as const) report[outcome][kind] += tally[outcome] ?? 0;
  };

  for await (const line of readLines(chunks, signal)) {
    last = line.number;
    await giveWay();
    if (place === 'after') throw importInvalid(line.number, 'comes after the last one');
    const content = parse(line);
    // First, since a later version may seal its lines otherwise.
    if (place === 'first') assertHeader(content, last, context);
    if (!isAsSealed(content)) throw importInvalid(line.number, 'was altered: its sha256 is that of another text');
    if (place === 'first') {
      place = 'between';
    } else if (content.kind === 'end') {
      await flush();
      assertComplete(content, counts, line.number, context);
      place = 'after';
    } else {
      const { kind, value } = readContent(content, line.number, context);
      if (batch !== undefined && (batch.kind !== kind || isFull(batch))) await flush();
      batch ??= { kind, values: [], length: 0 };
      batch.values.push(value);
      if ('executedAt' in value && context.isExpired(value.executedAt)) expired += 1;
      batch.length += line.text.length;
      counts[kind] += 1;
    }
  }
  await flush();
  if (place !== 'after') throw importInvalid(last + 1, 'is missing: the export was cut off');
  return { ...report, expired };
}

interface Batch {
  readonly kind: TransferKind;
  readonly values: unknown[];
  length: number;
}

function isFull({ values, length }: Batch): boolean {
  return values.length >= batchLimits.lines || length >= batchLimits.length;
}

function parse({ number, text }: NumberedLine): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Without the cause: it quotes the text.
    throw importInvalid(number, 'is not JSON');
  }
  if (typeof content === 'object' && content !== null) return content as Readonly<Record<string, unknown>>;
  throw importInvalid(number, 'is not an object');
}

function assertHeader(content: unknown, line: number, { schemas }: ImportContext): void {
  const { data } = schemas.transferHeaderSchema.safeParse(content);
  if (data === undefined)
    throw importInvalid(line, `is not the first line of an export: its format is not ${transferFormat}`);
  if (data.version <= transferVersion) return;
  throw new AgentCardsError(
    'IMPORT_TOO_NEW',
    `The import has version ${data.version} of the format; this version of AgentCards reads ${transferVersion}.`,
    { hint: 'Nothing was imported. Update AgentCards, then import it again.', details: { version: data.version } },
  );
}

function assertComplete(content: unknown, counts: TransferCounts, line: number, { schemas }: ImportContext): void {
  const { data } = schemas.transferEndSchema.safeParse(content);
  if (data === undefined) throw importInvalid(line, 'is not the last line of an export');
  const wrong = transferKinds.find((kind) => data.counts[kind] !== counts[kind]);
  if (wrong === undefined) return;
  throw importInvalid(line, `counts ${data.counts[wrong]} lines of the kind ${wrong}, but there were ${counts[wrong]}`);
}

function readContent(
  { kind, value }: Readonly<Record<string, unknown>>,
  line: number,
  { schemas, assertLearnable }: ImportContext,
): { readonly kind: TransferKind; readonly value: TransferContent[TransferKind] } {
  const known = transferKinds.find((name) => name === kind);
  if (known === undefined) throw importInvalid(line, 'is of no known kind');
  const parsed = schemas.transferSchemas[known].safeParse(value);
  if (!parsed.success) throw importInvalid(line, `cannot be used: ${schemas.describeProblems(parsed.error)}`);
  if (known === 'execution') {
    try {
      assertLearnable(parsed.data as ExecutionRecord);
    } catch {
      // Without the cause: it quotes ids.
      throw importInvalid(line, 'is not an execution that could have been recorded');
    }
  }
  return { kind: known, value: parsed.data };
}
