import type { DataSet } from '../../data/data-set.js';
import { createLoadedEngine } from '../engine.js';
import type { Finding } from '../finding.js';
import type { Subject } from '../subject.js';

/** Edges from tool to tool, written as one text. */
type Edges = ReadonlySet<string>;

const edge = (from: string, to: string) => JSON.stringify([from, to]);

/**
 * D10: edges that schema contracts propose, by definitions alone, against those that a set declares; where it declares
 * none, against those of its workflows, between tools that occur there as giver and as user. No set declares outputs.
 */
export function measureContracts(subjects: readonly Subject[]): Finding[] {
  const measured = subjects.flatMap(({ set }) => {
    const proposed = proposals(set);
    const known = set.dependencies.length > 0 ? declared(set) : observed(set);
    if (known.edges.size === 0) return [];
    const judged = Array.from(proposed).filter((proposal) => known.canJudge(proposal));
    const right = judged.filter((proposal) => known.edges.has(proposal)).length;
    return [{ set: set.name, proposed: proposed.size, judged: judged.length, right, edges: known.edges.size }];
  });
  const right = measured.reduce((sum, one) => sum + one.right, 0);
  const judged = measured.reduce((sum, one) => sum + one.judged, 0);
  return [
    {
      point: 'D10',
      what: 'precision of the edges that schema contracts propose, all sets together',
      value: right / judged,
      target: { atLeast: 0.8 },
      details: measured.map((one) => {
        const precision = one.judged === 0 ? '–' : (one.right / one.judged).toFixed(3);
        const recall = (one.right / one.edges).toFixed(3);
        const counts = `proposed ${one.proposed}, judged ${one.judged}, right ${one.right} of ${one.edges} edges`;
        return `${one.set.padEnd(12)} precision ${precision}  recall ${recall}  (${counts})`;
      }),
    },
  ];
}

function proposals(set: DataSet): Edges {
  const engine = createLoadedEngine({ tools: set.tools });
  const found = new Set<string>();
  for (const { id, name } of set.tools) {
    const { results } = engine.search({ text: name, minScore: 1, alwaysInclude: [id] });
    for (const { toolId, evidence = [] } of results) {
      for (const { requiredBy, source } of evidence) if (source === 'schema') found.add(edge(toolId, requiredBy));
    }
  }
  return found;
}

interface KnownEdges {
  readonly edges: Edges;
  canJudge(proposal: string): boolean;
}

function declared({ dependencies }: DataSet): KnownEdges {
  return { edges: new Set(dependencies.map(({ from, to }) => edge(from, to))), canJudge: () => true };
}

function observed({ workflows }: DataSet): KnownEdges {
  const edges = new Set<string>();
  const used = new Set<string>();
  const needing = new Set<string>();
  for (const { tasks } of workflows) {
    const tools = new Map(tasks.map(({ id, tool }) => [id, tool]));
    for (const { tool, dependsOn } of tasks) {
      used.add(tool);
      for (const id of dependsOn) {
        edges.add(edge(tools.get(id)!, tool));
        needing.add(tool);
      }
    }
  }
  const canJudge = (proposal: string) => {
    const [from, to] = JSON.parse(proposal) as [string, string];
    return used.has(from) && needing.has(to);
  };
  return { edges, canJudge };
}
