import type { DependencyIncrement, DependencyPair, DependencyRecord } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { PageRequest } from '../contracts/page-request.js';
import type { EmbeddingRecord, Store, SuggestionRecord } from '../contracts/store.js';
import type { ToolId, ToolRecord } from '../contracts/tool.js';
import { isOfPresentText } from '../embedding/tool-text.js';
import type { SuggestionLog } from '../learning/suggestion-log.js';
import { readAll } from '../pages.js';
import type { ToolIndex } from '../tools/tool-index.js';
import { sealLine } from './encode-line.js';
import {
  noTransfers,
  type TransferContent,
  type TransferKind,
  transferFormat,
  transferVersion,
} from './transfer-content.js';
import type { ParsedExportOptions } from './transfer-options.js';

export interface ExportContext {
  readonly store: Store;
  readonly tools: ToolIndex;
  readonly suggestions: SuggestionLog;
  readonly keepIntents: boolean;
  readonly exportedAt: Date;
  /** Runs a read while nobody closes the store. */
  readonly whileOpen: <Result>(read: () => Promise<Result>) => Promise<Result>;
}

type Content = { [Kind in TransferKind]: readonly [Kind, TransferContent[Kind]] }[TransferKind];

/** The lines of an export: a header, what is selected, and a line that says how much that was. */
export async function* exportLines(
  options: ParsedExportOptions,
  context: ExportContext,
): AsyncGenerator<string, void, undefined> {
  const { signal: _signal, ...selection } = options;
  const counts = noTransfers();
  yield sealLine({ format: transferFormat, version: transferVersion, exportedAt: context.exportedAt, selection });
  for await (const [kind, value] of contents(options, context)) {
    counts[kind] += 1;
    yield sealLine({ kind, value });
  }
  yield sealLine({ kind: 'end', counts });
}

async function* contents(
  { server, since, until, signal }: ParsedExportOptions,
  { store, tools, suggestions, keepIntents, whileOpen }: ExportContext,
): AsyncGenerator<Content, void, undefined> {
  const isOfServer = (toolId: ToolId) =>
    [toolId, tools.aliases.resolve(toolId)].some((name) => name.startsWith(`${server}:`));
  // What names no tool at all, such as a plan that was declined, may be about any server.
  const isSelected = (toolIds: readonly ToolId[]) =>
    server === undefined || (toolIds.length > 0 && toolIds.every(isOfServer));
  const isWithin = (time: Date) => (since === undefined || time >= since) && (until === undefined || time < until);
  const intentOf = ({ intent }: { readonly intent?: string | undefined }) => (keepIntents ? intent : undefined);

  async function* rows<Row, Key>(part: { read(page: PageRequest<Key>): Promise<Row[]> }, keyOf: (row: Row) => Key) {
    const pages = readAll<Row, Key>((page) => whileOpen(() => part.read(page)), keyOf, signal);
    for await (const page of pages) yield* page;
  }

  for (const [name, description] of tools.serverDescriptions) {
    if (server === undefined || name === server) yield ['server', { server: name, description }];
  }
  for await (const tool of rows<ToolRecord, ToolId>(store.tools, toolIdOf)) {
    const { definedAt, held } = tools.driftOf(tool.toolId);
    const drift = definedAt === undefined && held === undefined ? undefined : { definedAt, held };
    if (isSelected([tool.toolId])) yield ['tool', { ...tool, drift }];
  }
  for await (const record of rows<EmbeddingRecord, ToolId>(store.embeddings, toolIdOf)) {
    if (isOfPresentText(tools.get(record.toolId), record) && isSelected([record.toolId])) yield ['vector', record];
  }
  for (const rename of tools.aliases.entries()) {
    if (isSelected([rename.from, rename.to])) yield ['rename', rename];
  }
  for await (const { from, to, source } of rows<DependencyRecord, DependencyPair>(store.edges, pairOf)) {
    if (source !== 'learned' && isSelected([from, to])) yield ['dependency', { from, to, source }];
  }
  // Sums are of everything that was retired: a part of the history has none of its own.
  const isWhole = server === undefined && since === undefined && until === undefined;
  if (store.retirement !== undefined && isWhole) {
    for await (const sum of rows<DependencyIncrement, DependencyPair>(store.retirement, pairOf)) yield ['sum', sum];
  }
  for await (const execution of rows<ExecutionRecord, string>(store.executions, idOf)) {
    const { executedAt, tasks, proposedTools = [] } = execution;
    if (isWithin(executedAt) && isSelected([...tasks.map(toolIdOf), ...proposedTools])) {
      yield ['execution', { ...execution, intent: intentOf(execution) }];
    }
  }
  await suggestions.flush();
  for await (const suggestion of rows<SuggestionRecord, string>(suggestions.store, idOf)) {
    if (isWithin(suggestion.madeAt) && isSelected(suggestion.toolIds)) {
      yield ['suggestion', { ...suggestion, intent: intentOf(suggestion) }];
    }
  }
}

function toolIdOf({ toolId }: { readonly toolId: ToolId }): ToolId {
  return toolId;
}

function pairOf({ from, to }: DependencyPair): DependencyPair {
  return { from, to };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
