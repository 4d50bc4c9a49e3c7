import type { Workflow } from '../../data/data-set.js';

/**
 * `warm`: tool sequences recur on both sides. `cold`: none does. `official`: the test that the source of the set
 * published, learnt from all the rest; in a set without one nothing is held out.
 */
export type Split = (typeof splits)[number];
export const splits = ['warm', 'cold', 'official'] as const;

export function splitWorkflows<Ran extends Workflow>(
  { workflows }: { readonly workflows: readonly Ran[] },
  split: Split,
): { history: Ran[]; held: Ran[] } {
  const isHeld = ({ part, coldPart, officialTest }: Ran) =>
    split === 'official' ? officialTest : (split === 'warm' ? part : coldPart) === 'eval';
  return {
    history: workflows.filter((workflow) => !isHeld(workflow)),
    held: workflows.filter(isHeld),
  };
}
