import type { AgentCards } from '../agent-cards.js';
import type { ToolRecord } from '../contracts/tool.js';
import type { Life } from '../life.js';
import type { Mutex } from '../mutex.js';
import { parseInput } from '../parse-input.js';
import type { ToolIndex } from './tool-index.js';

export interface ReviewContext {
  readonly life: Life;
  readonly writes: Mutex;
  readonly schemas: typeof import('../schemas/index.js');
  readonly tools: ToolIndex;
  /** Makes answers follow tools whose definitions or status changed. */
  readonly changed: (touched: readonly ToolRecord[]) => Promise<void>;
  readonly projectChangedRenames: () => Promise<void>;
}

/** The verbs by which a person decides about drifted and renamed tools. */
export function reviewVerbs(
  context: ReviewContext,
): Pick<AgentCards['tools'], 'approve' | 'renames' | 'acceptRename' | 'dismissRename'> {
  const { life, writes, schemas, tools, changed, projectChangedRenames } = context;
  return {
    approve: (chosen) =>
      life.call(async () => {
        const parsed = parseInput(schemas, schemas.toolsToApproveSchema, chosen, 'The choice of tools');
        return writes.run(async () => {
          const ids = Array.isArray(parsed)
            ? parsed.map((choice) => tools.reviewed(choice))
            : tools.list({ ...parsed, status: 'quarantined' }).map((tool) => tool.toolId);
          const approved = await tools.approve(ids);
          await changed(approved);
          await projectChangedRenames();
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
          await projectChangedRenames();
        });
      }),
    dismissRename: (rename) =>
      life.call(async () => {
        const { from, to } = parseInput(schemas, schemas.dependencyPairSchema, rename, 'The rename');
        await writes.run(async () => {
          await tools.aliases.dismiss({ from: tools.known(from), to: tools.known(to) });
          await projectChangedRenames();
        });
      }),
  };
}
