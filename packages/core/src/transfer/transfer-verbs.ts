import type { AgentCards } from '../agent-cards.js';
import type { Clock } from '../contracts/environment.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { projectIncrements } from '../learning/edge-projection.js';
import type { Life } from '../life.js';
import type { Mutex } from '../mutex.js';
import { parseInput } from '../parse-input.js';
import { exportLines } from './export-lines.js';
import { importLines } from './import-lines.js';
import { createMergers, type MergeContext } from './merge-content.js';

export interface TransferContext extends MergeContext {
  readonly life: Life;
  readonly writes: Mutex;
  readonly schemas: typeof import('../schemas/index.js');
  readonly clock: Clock;
  /** Whether an execution that ran then is too old to be kept. */
  readonly isExpired: (executedAt: Date) => boolean;
}

/** The verbs by which users take what is known with them. */
export function transferVerbs(context: TransferContext): Pick<AgentCards, 'export' | 'import'> {
  const { life, writes, schemas, clock, tools, vectors, projection, isExpired } = context;
  /** Makes answers follow what was imported. */
  const follow = async () => {
    await projection.bringUpToDate('now');
    vectors.enqueue(tools.list());
  };
  return {
    export: (options = {}) => {
      life.assertOpen();
      return exportLines(parseInput(schemas, schemas.exportOptionsSchema, options, 'What is to be exported'), {
        ...context,
        exportedAt: new Date(clock.now()),
        whileOpen: (read) => life.call(read),
      });
    },

    import: async (chunks, options = {}) => {
      life.assertOpen();
      const parsed = parseInput(schemas, schemas.importOptionsSchema, options, 'The import options');
      if (!isIterable(chunks)) {
        throw new AgentCardsError('INVALID_INPUT', 'The import must be an iterable of texts or bytes.');
      }
      // A call for each batch: closing waits for the one in flight, not for whoever sends the rest.
      const write = <Result>(work: () => Promise<Result>) => life.call(() => writes.run(work));
      const imported = life.untilClosed(parsed.signal, (signal) =>
        importLines(chunks, signal, {
          schemas,
          mergers: createMergers(context),
          assertLearnable: (execution) => void projectIncrements(projection.engine, projection.learnable(execution)),
          isExpired,
          write,
        }),
      );
      // What came before a failure counts too; where that fails as well, it does from the next start on.
      await imported.catch(() => write(follow).catch(() => {}));
      const report = await imported;
      await write(follow);
      return report;
    },
  };
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}
