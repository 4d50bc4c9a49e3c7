import type { Workflow } from '../../../data/data-set.js';

/** A workflow of the history that succeeded, whose tasks each need the one before. */
export function chain(id: string, intent: string, ...tools: readonly string[]): Workflow {
  return {
    id,
    intent,
    success: true,
    part: 'train',
    coldPart: 'train',
    officialTest: false,
    tasks: tools.map((tool, index) => ({
      id: `t${index}`,
      tool,
      dependsOn: index === 0 ? [] : [`t${index - 1}`],
      ok: true,
    })),
  };
}
