import { createEngine, type ExecutionInput, type SuggestedDag } from '@agentcards/graphrag';
import type { DataSet } from '../../data/data-set.js';
import type { Finding } from '../finding.js';
import { type TracedWorkflow, traceWorkflows } from '../made-values.js';
import type { Subject } from '../subject.js';
import { splitWorkflows } from './split.js';

/** Sets whose `dependsOn` is data flow. That of taubench is the order of a list; others are written from descriptions. */
const dataFlowSets: ReadonlySet<string> = new Set(['nestful']);
const seeds = [1, 2, 3, 4, 5];
const folds = 10;

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
  return [
    ...dataFlowFindings(judged, why),
    ...bindingFindings(judged, `${folds} folds`, foldsOf),
    ...bindingFindings(judged, 'cold', (set) => [splitWorkflows(set, 'cold')]),
  ];
}

interface Counts {
  right: number;
  found: number;
  known: number;
}

const nothing = (): Counts => ({ right: 0, found: 0, known: 0 });

function add<Item>(counts: Counts, found: readonly Item[], isRight: (item: Item) => boolean, known: number): void {
  counts.right += found.filter(isRight).length;
  counts.found += found.length;
  counts.known += known;
}

function dataFlowFindings(sets: readonly DataSet[], why: readonly string[]): Finding[] {
  const engine = createEngine();
  const counts = nothing();
  for (const workflow of sets.flatMap(tracedSets).flatMap(({ workflows }) => workflows)) {
    const observed = engine.projectExecution(executionOf(workflow, { declared: false }));
    const found = observed.filter(({ dataFlowCount }) => dataFlowCount > 0).map(({ from, to }) => edge(from, to));
    const known = edgesOf(workflow);
    add(counts, found, (each) => known.has(each), known.size);
  }
  const what = `data flow found in made values, without declarations, ${namesOf(sets)}`;
  return [
    { point: '5/A2', what: `precision of ${what}`, value: counts.right / counts.found, details: why },
    { point: '5/A2', what: `recall of ${what}`, value: counts.right / counts.known, details: [sayCounts(counts)] },
  ];
}

type TracedSet = Omit<DataSet, 'workflows'> & { readonly workflows: readonly TracedWorkflow[] };
interface Sides {
  readonly history: readonly TracedWorkflow[];
  readonly held: readonly TracedWorkflow[];
}

/** The set with other values for each seed. */
function tracedSets(set: DataSet): TracedSet[] {
  return seeds.map((seed) => ({ ...set, workflows: traceWorkflows(set, seed) }));
}

/** Every workflow is held out once: the sides of the warm split are too small to tell. */
function foldsOf({ workflows }: TracedSet): Sides[] {
  return Array.from({ length: folds }, (_, fold) => ({
    history: workflows.filter((_, index) => index % folds !== fold),
    held: workflows.filter((_, index) => index % folds === fold),
  }));
}

/** Plans for held-out intents, after the history has run with values. */
function bindingFindings(
  sets: readonly DataSet[],
  split: string,
  sidesOf: (set: TracedSet) => readonly Sides[],
): Finding[] {
  const counts = nothing();
  const edges = nothing();
  const naive = nothing();
  let proposed = 0;
  let planned = 0;
  for (const set of sets.flatMap(tracedSets)) {
    for (const { history, held } of sidesOf(set)) {
      const engine = createEngine();
      engine.upsertTools(set.tools);
      engine.observe(history.map((workflow) => executionOf(workflow, { declared: true })));
      for (const workflow of held) {
        if (!workflow.success || workflow.intent === undefined) continue;
        const { dag } = engine.suggest({ intent: workflow.intent });
        const ran = new Set(workflow.tasks.map(({ tool }) => tool));
        const canJudge = ({ from, to }: Proposal) => ran.has(from) && ran.has(to);
        const isEdge = ({ from, to }: Proposal) => edgesOf(workflow).has(edge(from, to));
        const truth = new Set(workflow.flows.map(flowOf));
        const proposals = proposalsOf(dag);
        proposed += proposals.length;
        const has = new Set(dag.tasks.map(({ toolId }) => toolId));
        planned += distinct(workflow.flows).filter(({ from, to }) => has.has(from) && has.has(to)).length;
        add(counts, proposals.filter(canJudge), (proposal) => truth.has(flowOf(proposal)), truth.size);
        add(edges, proposals.filter(canJudge), isEdge, truth.size);
        add(naive, naiveProposals(dag).filter(canJudge), isEdge, truth.size);
      }
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
        `right ${edges.right} of ${edges.found} judged`,
        `of all ${proposed} proposed ${(edges.right / proposed).toFixed(3)}: the others stand in plans with a tool that did not run`,
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
      details: [`${sayCounts(counts)}; ${planned} of these between tools that the plan had`],
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

function executionOf(
  { id, intent, success, tasks }: TracedWorkflow,
  { declared }: { declared: boolean },
): ExecutionInput {
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
