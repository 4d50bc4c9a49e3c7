import type { Workflow } from '../../data/data-set.js';

/** `warm`: tool sequences recur on both sides. `cold`: none does. */
export type Split = 'warm' | 'cold';

export function splitWorkflows<Ran extends Workflow>(
  { workflows }: { readonly workflows: readonly Ran[] },
  split: Split,
): { history: Ran[]; held: Ran[] } {
  const sideOf = ({ part, coldPart }: Ran) => (split === 'warm' ? part : coldPart);
  return {
    history: workflows.filter((workflow) => sideOf(workflow) === 'train'),
    held: workflows.filter((workflow) => sideOf(workflow) === 'eval'),
  };
}
