import type { DependencySource } from '../contracts/dependency.js';
import type { Store } from '../contracts/store.js';
import type { SemanticIndex } from '../embedding/semantic-index.js';
import { boundedCounters } from '../learning/edge-counters.js';
import type { Projection } from '../learning/projection.js';
import { edgePages } from '../learning/replay.js';
import { storedConfidence } from '../learning/stored-confidence.js';
import { strongerSource } from '../learning/stronger-source.js';
import type { SuggestionLog } from '../learning/suggestion-log.js';
import type { ToolIndex } from '../tools/tool-index.js';
import { createVectorMerger } from './merge-vectors.js';
import type { Tally } from './tally.js';
import type { TransferContent } from './transfer-content.js';

export interface MergeContext {
  readonly store: Store;
  readonly tools: ToolIndex;
  readonly vectors: SemanticIndex;
  readonly suggestions: SuggestionLog;
  readonly keepIntents: boolean;
  /** Is outdated before anything that it is made from is written. */
  readonly projection: Projection;
}

/** How values of each kind come into the store, each call in one transaction. Only inside of `writes`. */
export type Mergers = {
  readonly [Kind in keyof TransferContent]: (values: readonly TransferContent[Kind][]) => Promise<Tally>;
};

/** The mergers of one import: the more the store has of what comes, the less they write. */
export function createMergers(context: MergeContext): Mergers {
  const { store, tools, suggestions, keepIntents, projection } = context;
  let declared: Map<string, DependencySource> | undefined;

  async function readDeclared(): Promise<Map<string, DependencySource>> {
    const sources = new Map<string, DependencySource>();
    for await (const page of edgePages(store)) {
      for (const { from, to, source } of page)
        if (source !== 'learned') sources.set(JSON.stringify([from, to]), source);
    }
    return sources;
  }

  return {
    async server(values) {
      let imported = 0;
      for (const { server, description } of values) {
        if (tools.serverDescriptions.has(server)) continue;
        await projection.outdate();
        await tools.describeServer(server, description);
        imported += 1;
      }
      return { imported, known: values.length - imported };
    },

    async tool(values) {
      const newer = tools.newerOf(values);
      if (newer.length > 0) {
        await projection.outdate();
        projection.refresh(await tools.takeOver(newer));
      }
      return { imported: newer.length, known: values.length - newer.length };
    },

    vector: createVectorMerger(context),

    async rename(values) {
      let imported = 0;
      for (const entry of values) {
        if (!tools.aliases.isNews(entry)) continue;
        await projection.outdate();
        await tools.aliases.takeOver(entry);
        imported += 1;
      }
      return { imported, known: values.length - imported };
    },

    async dependency(values) {
      declared ??= await readDeclared();
      const stronger = values.filter(({ from, to, source }) => {
        const key = JSON.stringify([from, to]);
        const before = declared!.get(key);
        if (before !== undefined && strongerSource(before, source) === before) return false;
        declared!.set(key, source);
        return true;
      });
      if (stronger.length > 0) {
        await projection.outdate();
        await store.edges.declare(stronger, storedConfidence(projection.engine));
      }
      return { imported: stronger.length, known: values.length - stronger.length };
    },

    async sum(values) {
      const { retirement, executions } = store;
      // Executions that were retired where the sums come from may be among those that are here.
      const [any] = retirement === undefined ? [true] : await executions.read({ limit: 1 });
      if (any !== undefined) return { skipped: values.length };
      await projection.outdate();
      const imported = await retirement!.insert(values.map(boundedCounters));
      return { imported, known: values.length - imported };
    },

    async execution(values) {
      const { executions } = store;
      const records = keepIntents ? values : values.map((execution) => ({ ...execution, intent: undefined }));
      await projection.outdate();
      let imported = 0;
      if (executions.append) imported = await executions.append(records);
      else {
        for (const record of records) {
          const status = await executions.record(record, [], storedConfidence(projection.engine));
          if (status === 'recorded') imported += 1;
        }
      }
      return { imported, known: values.length - imported };
    },

    async suggestion(values) {
      const { imported, known } = await suggestions.takeOver(values);
      return { imported, known, skipped: values.length - imported - known };
    },
  };
}
