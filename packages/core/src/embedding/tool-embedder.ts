import type { Embedder } from '../contracts/embedder.js';
import type { Clock } from '../contracts/environment.js';
import type { EmbeddingRecord } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { giveWay } from '../give-way.js';
import { DocumentEmbedder, type EmbeddingFault } from './document-embedder.js';
import type { EmbeddingSettings } from './embedding-options.js';
import type { ToolText } from './tool-text.js';

/** Where vectors come from and go to. */
export interface VectorSink {
  /** Vectors of the model that are stored already, one a content hash. */
  find(contentHashes: readonly string[]): Promise<readonly EmbeddingRecord[]>;
  write(records: readonly EmbeddingRecord[]): Promise<void>;
  /** Called as tools are finished, written or not. */
  onFinished(finished: { readonly embedded: number; readonly reused: number; readonly failed: number }): void;
}

export interface ToolFailure {
  readonly toolIds: readonly ToolId[];
  /** Calls in which one of them took part, at most. */
  readonly attempts: number;
  readonly error: unknown;
}

/** Tools of one text. */
type Group = readonly [ToolText, ...ToolText[]];

interface GroupFault {
  readonly group: Group;
  readonly fault: EmbeddingFault;
}

/** Embeds the texts of tools, each text once, and writes the vectors in large pieces. */
export class ToolEmbedder {
  readonly #embedder: Embedder;
  readonly #settings: EmbeddingSettings;
  readonly #clock: Clock;
  readonly #documents: DocumentEmbedder;

  /** @param onFailing Called with the first call in a row that fails. */
  constructor(
    embedder: Embedder,
    settings: EmbeddingSettings,
    clock: Clock,
    onFailing: (error: unknown) => Promise<void>,
  ) {
    this.#embedder = embedder;
    this.#settings = settings;
    this.#clock = clock;
    this.#documents = new DocumentEmbedder(embedder, settings, onFailing);
  }

  /** Whether the embedder takes no text at all: what is left fails without being tried, until `tryAgain`. */
  get isDown(): boolean {
    return this.#documents.isDown;
  }

  /** What the embedder failed with last, while it has not answered since; undefined if it has. */
  get failure(): unknown {
    return this.#documents.failure;
  }

  tryAgain(): void {
    this.#documents.tryAgain();
  }

  /**
   * Returns the tools that the embedder failed for, those together that it failed for with one reason.
   * @throws the signal's reason when it aborts, after what is finished was written; whatever the sink throws
   */
  async embed(tools: readonly ToolText[], sink: VectorSink, signal: AbortSignal): Promise<ToolFailure[]> {
    const groups = groupByText(tools);
    const ready: EmbeddingRecord[] = [];
    for (const record of await sink.find([...groups.keys()])) {
      const group = groups.get(record.contentHash);
      if (group === undefined || record.embedding.length !== this.#embedder.dimensions) continue;
      groups.delete(record.contentHash);
      ready.push(...this.#records(group, record.embedding));
      sink.onFinished({ embedded: 0, reused: group.length, failed: 0 });
    }
    try {
      const failures = byReason(await this.#embedGroups([...groups.values()], ready, sink, signal));
      if (failures.length > 0) {
        sink.onFinished({ embedded: 0, reused: 0, failed: failures.flatMap(({ toolIds }) => toolIds).length });
      }
      return failures;
    } finally {
      // Also when it is stopped: what has been paid for is kept.
      await write(ready, sink);
    }
  }

  async #embedGroups(groups: readonly Group[], ready: EmbeddingRecord[], sink: VectorSink, signal: AbortSignal) {
    const { batchSize, writeIntervalMs } = this.#settings;
    const faults: GroupFault[] = [];
    let lastWrite = this.#clock.now();
    for (let start = 0; start < groups.length; start += batchSize) {
      const batch = groups.slice(start, start + batchSize);
      await giveWay();
      const outcomes = await this.#documents.embed(
        batch.map(([{ text }]) => text),
        signal,
      );
      let tools = 0;
      let texts = 0;
      for (const [index, outcome] of outcomes.entries()) {
        const group = batch[index]!;
        if ('error' in outcome) {
          faults.push({ group, fault: outcome });
          continue;
        }
        texts += 1;
        tools += group.length;
        ready.push(...this.#records(group, outcome.vector));
      }
      if (texts > 0) sink.onFinished({ embedded: texts, reused: tools - texts, failed: 0 });
      if (this.#clock.now() - lastWrite < writeIntervalMs) continue;
      await write(ready, sink);
      lastWrite = this.#clock.now();
    }
    return faults;
  }

  #records(group: Group, embedding: Float32Array): EmbeddingRecord[] {
    const { modelId } = this.#embedder;
    const updatedAt = new Date(this.#clock.now());
    return group.map(({ toolId, contentHash }) => ({ toolId, modelId, contentHash, embedding, updatedAt }));
  }
}

function byReason(faults: readonly GroupFault[]): ToolFailure[] {
  const failures = new Map<unknown, ToolFailure>();
  for (const { group, fault } of faults) {
    const { error, attempts } = fault;
    const reason = error instanceof Error ? error.message : error;
    const known = failures.get(reason) ?? { toolIds: [], attempts, error };
    failures.set(reason, {
      toolIds: [...known.toolIds, ...group.map(({ toolId }) => toolId)],
      attempts: Math.max(known.attempts, attempts),
      error: known.error,
    });
  }
  return [...failures.values()];
}

async function write(ready: EmbeddingRecord[], sink: VectorSink): Promise<void> {
  if (ready.length === 0) return;
  await giveWay();
  await sink.write(ready.splice(0));
}

function groupByText(tools: readonly ToolText[]): Map<string, Group> {
  const groups = new Map<string, [ToolText, ...ToolText[]]>();
  for (const tool of tools) {
    const group = groups.get(tool.contentHash);
    if (group) group.push(tool);
    else groups.set(tool.contentHash, [tool]);
  }
  return groups;
}
