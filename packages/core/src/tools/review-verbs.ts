import type { AgentCards } from '../agent-cards.js';
import type { Projection } from '../learning/projection.js';
import type { Life } from '../life.js';
import type { Mutex } from '../mutex.js';
import { parseInput } from '../parse-input.js';
import type { ToolIndex } from './tool-index.js';

export interface ReviewContext {
  readonly life: Life;
  readonly writes: Mutex;
  readonly schemas: typeof import('../schemas/index.js');
  readonly tools: ToolIndex;
  readonly projection: Projection;
}

/** The verbs by which a person decides about drifted and renamed tools. */
export function reviewVerbs(
  context: ReviewContext,
): Pick<AgentCards['tools'], 'approve' | 'renames' | 'acceptRename' | 'dismissRename'> {
  const { life, writes, schemas, tools, projection } = context;
  return {
    approve: (chosen) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.toolsToApproveSchema, chosen, 'The choice of tools');
        return writes.run(async () => {
          const ids = Array.isArray(parsed)
            ? parsed.map((choice) => tools.reviewed(choice))
            : tools.list({ ...parsed, status: 'quarantined' }).map((tool) => tool.toolId);
          const approved = await tools.approve(ids);
          await projection.changed(approved);
          await projection.bringUpToDate('later');
          return approved.length;
        });
      }),
    renames: () => {
      life.assertOpen();
      return tools.renameProposals();
    },
    acceptRename: (rename) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.dependencyPairSchema, rename, 'The rename');
        await writes.run(async () => {
          await tools.acceptRename(parsed);
          await projection.bringUpToDate('later');
        });
      }),
    dismissRename: (rename) =>
      life.call(async () => {
        const { from, to } = parseInput(schemas, schemas.dependencyPairSchema, rename, 'The rename');
        await writes.run(async () => {
          await tools.aliases.dismiss({ from: tools.known(from), to: tools.known(to) });
          await projection.bringUpToDate('later');
        });
      }),
  };
}
