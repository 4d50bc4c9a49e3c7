import type { DataSet, Workflow } from '../../data/data-set.js';

/** `warm`: tool sequences recur on both sides. `cold`: none does. */
export type Split = 'warm' | 'cold';

export function splitWorkflows({ workflows }: DataSet, split: Split): { history: Workflow[]; held: Workflow[] } {
  const sideOf = ({ part, coldPart }: Workflow) => (split === 'warm' ? part : coldPart);
  return {
    history: workflows.filter((workflow) => sideOf(workflow) === 'train'),
    held: workflows.filter((workflow) => sideOf(workflow) === 'eval'),
  };
}
