import { createEngine, type ExecutionInput, type SuggestedDag } from '@agentcards/graphrag';
import type { DataSet } from '../../data/data-set.js';
import type { Finding } from '../finding.js';
import { type TracedWorkflow, traceWorkflows } from '../made-values.js';
import type { Subject } from '../subject.js';
import { type Split, splitWorkflows } from './split.js';

/** Sets whose `dependsOn` is data flow. That of taubench is the order of a list; others are written from descriptions. */
const dataFlowSets: ReadonlySet<string> = new Set(['nestful']);
const seed = 5;

/**
 * A2 and D9 of issue 5: whether data flow is found where it is, and whether what plans propose as the source of an
 * argument is. DAGs and intents are the set's; no set has arguments and outputs, so these are made (`made-values.ts`),
 * and what is said of arguments is true of made ones. What is said of edges is judged by the set.
 */
export function measureBindings(subjects: readonly Subject[]): Finding[] {
  const sets = subjects.map(({ set }) => set);
  const judged = sets.filter(({ name }) => dataFlowSets.has(name));
  const why = sets.some(({ name }) => name === 'taubench')
    ? ['taubench: dependsOn is the order of the list, and no values are known: no truth about data flow']
    : [];
  return [...dataFlowFindings(judged, why), ...(['warm', 'cold'] as const).flatMap((split) => bindingFindings(judged, split))];
}

interface Counts {
  right: number;
  found: number;
  known: number;
}

function dataFlowFindings(sets: readonly DataSet[], why: readonly string[]): Finding[] {
  const engine = createEngine();
  const counts: Counts = { right: 0, found: 0, known: 0 };
  for (const workflow of sets.flatMap((set) => traceWorkflows(set, seed))) {
    const observed = engine.projectExecution(executionOf(workflow, { declared: false }));
    const found = observed.filter(({ dataFlowCount }) => dataFlowCount > 0).map(({ from, to }) => edge(from, to));
    const known = edgesOf(workflow);
    counts.right += found.filter((each) => known.has(each)).length;
    counts.found += found.length;
    counts.known += known.size;
  }
  const what = `data flow found in made values, without declarations, ${namesOf(sets)}`;
  return [
    { point: '5/A2', what: `precision of ${what}`, value: counts.right / counts.found, details: why },
    { point: '5/A2', what: `recall of ${what}`, value: counts.right / counts.known, details: [sayCounts(counts)] },
  ];
}

/** Plans for held-out intents, after the history has run with values. */
function bindingFindings(sets: readonly DataSet[], split: Split): Finding[] {
  const counts: Counts = { right: 0, found: 0, known: 0 };
  const edges: Counts = { right: 0, found: 0, known: 0 };
  const naive: Counts = { right: 0, found: 0, known: 0 };
  let proposed = 0;
  for (const set of sets) {
    const { history, held } = splitWorkflows({ ...set, workflows: traceWorkflows(set, seed) }, split);
    const engine = createEngine();
    engine.upsertTools(set.tools);
    engine.observe((history as TracedWorkflow[]).map((workflow) => executionOf(workflow, { declared: true })));
    for (const workflow of held as TracedWorkflow[]) {
      if (!workflow.success || workflow.intent === undefined) continue;
      const { dag } = engine.suggest({ intent: workflow.intent });
      const ran = new Set(workflow.tasks.map(({ tool }) => tool));
      const canJudge = ({ from, to }: Proposal) => ran.has(from) && ran.has(to);
      const truth = new Set(workflow.flows.map(flowOf));
      const needed = edgesOf(workflow);
      const proposals = proposalsOf(dag);
      const judged = proposals.filter(canJudge);
      proposed += proposals.length;
      counts.found += judged.length;
      counts.right += judged.filter((proposal) => truth.has(flowOf(proposal))).length;
      counts.known += truth.size;
      edges.found += judged.length;
      edges.right += judged.filter(({ from, to }) => needed.has(edge(from, to))).length;
      const guesses = naiveProposals(dag).filter(canJudge);
      naive.found += guesses.length;
      naive.right += guesses.filter(({ from, to }) => needed.has(edge(from, to))).length;
    }
  }
  const where = `${split}, ${namesOf(sets)}`;
  return [
    {
      point: '5/D9',
      what: `precision of proposed bindings between tools that ran: tool to tool, ${where}`,
      value: edges.right / edges.found,
      target: { atLeast: 0.9 },
      details: [
        `right ${edges.right} of ${edges.found} judged; ${proposed} proposed, the others between tools of which one did not run`,
        `beside it, each missing argument bound to the nearest task before: ${share(naive)} (${naive.right} of ${naive.found})`,
      ],
    },
    {
      point: '5/D9',
      what: `the same with argument and path as made, ${where}`,
      value: counts.right / counts.found,
      target: { atLeast: 0.9 },
      details: [],
    },
    {
      point: '5/D9',
      what: `recall of the bindings of held-out workflows, ${where}`,
      value: counts.right / counts.known,
      details: [sayCounts(counts)],
    },
  ];
}

interface Proposal {
  readonly from: string;
  readonly to: string;
  readonly argument: string;
  readonly path?: string | undefined;
}

function proposalsOf({ tasks }: SuggestedDag): Proposal[] {
  const toolOf = new Map(tasks.map(({ id, toolId }) => [id, toolId]));
  const proposals = tasks.flatMap(({ toolId, bindings }) =>
    bindings.map(({ argument, from, path }) => ({ from: toolOf.get(from)!, to: toolId, argument, path })),
  );
  return distinct(proposals);
}

/** What one would guess: every missing argument comes from the task before. */
function naiveProposals({ tasks }: SuggestedDag): Proposal[] {
  return distinct(
    tasks.flatMap(({ toolId, bindings, missing }, place) => {
      const names = [...missing.map(({ name }) => name), ...bindings.map(({ argument }) => argument)];
      const from = tasks[place - 1]?.toolId;
      return from === undefined ? [] : names.map((argument) => ({ from, to: toolId, argument }));
    }),
  );
}

function distinct(proposals: readonly Proposal[]): Proposal[] {
  return Array.from(new Map(proposals.map((proposal) => [flowOf(proposal), proposal])).values());
}

function executionOf({ id, intent, success, tasks }: TracedWorkflow, { declared }: { declared: boolean }): ExecutionInput {
  return {
    id,
    intent,
    success,
    tasks: tasks.map((task) => ({
      id: task.id,
      toolId: task.tool,
      success: task.ok,
      dependsOn: declared ? task.dependsOn : [],
      arguments: task.arguments,
      output: task.output,
    })),
  };
}

function edgesOf({ tasks }: TracedWorkflow): ReadonlySet<string> {
  const toolOf = new Map(tasks.map(({ id, tool }) => [id, tool]));
  const pairs = tasks.flatMap(({ tool, dependsOn }) => dependsOn.map((id) => ({ from: toolOf.get(id)!, to: tool })));
  // Calls of one tool make no edge.
  return new Set(pairs.filter(({ from, to }) => from !== to).map(({ from, to }) => edge(from, to)));
}

const edge = (from: string, to: string) => JSON.stringify([from, to]);
const flowOf = ({ from, to, argument, path }: Proposal) => JSON.stringify([from, to, argument, path ?? null]);
const namesOf = (sets: readonly DataSet[]) => sets.map(({ name }) => name).join(', ') || 'no set';
const share = ({ right, found }: Counts) => (found === 0 ? '-' : (right / found).toFixed(3));
const sayCounts = ({ right, found, known }: Counts) => `right ${right}, found ${found}, known ${known}`;
