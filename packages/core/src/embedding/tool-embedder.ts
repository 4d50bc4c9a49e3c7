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
  readonly attempts: number;
  readonly error: unknown;
}

/** Tools of one text. */
type Group = readonly [ToolText, ...ToolText[]];

/** Embeds the texts of tools, each text once, and writes the vectors in large pieces. */
export class ToolEmbedder {
  readonly #embedder: Embedder;
  readonly #settings: EmbeddingSettings;
  readonly #clock: Clock;
  readonly #documents: DocumentEmbedder;

  constructor(embedder: Embedder, settings: EmbeddingSettings, clock: Clock) {
    this.#embedder = embedder;
    this.#settings = settings;
    this.#clock = clock;
    this.#documents = new DocumentEmbedder(embedder, settings);
  }

  /**
   * Returns the tools that the embedder failed for.
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
      const faults = await this.#embedGroups([...groups.values()], ready, sink, signal);
      const again = this.#documents.isDown ? [] : faults.filter(({ fault }) => fault.isDown);
      const final = [
        ...faults.filter((each) => !again.includes(each)),
        ...(await this.#embedGroups(
          again.map(({ group }) => group),
          ready,
          sink,
          signal,
        )),
      ];
      const failures = final.map(({ group, fault }) => {
        return { toolIds: group.map(({ toolId }) => toolId), attempts: fault.attempts, error: fault.error };
      });
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
    const faults: { readonly group: Group; readonly fault: EmbeddingFault }[] = [];
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
