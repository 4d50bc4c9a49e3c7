import type { DataSet, Tool, Workflow, WorkflowTask } from '../data/data-set.js';
import { createRandom } from '../random.js';

/** A task with the arguments that it took and the output that it gave. */
export interface TracedTask extends WorkflowTask {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly output: unknown;
}

/** What went where: the truth that bindings are judged by. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly argument: string;
  /** Path in the output; undefined where the value stands inside a sentence. */
  readonly path: string | undefined;
}

export interface TracedWorkflow extends Workflow {
  readonly tasks: readonly TracedTask[];
  readonly flows: readonly Flow[];
}

type Random = () => number;

const places = ['Paris', 'New York', 'Oslo', 'Rio de Janeiro', 'Lima', 'Hanoi', 'Cairo', 'Kyoto'];
/** Arguments that the caller brings by chance with a value that an earlier output had too: no data flow. */
const coincidence = 0.05;

/**
 * Runs workflows of a set whose `dependsOn` is true data flow, and which has no values, with values that are made up:
 * each dependency fills one argument, the same one for the same two tools as far as it is free, by a value that looks
 * like what the argument's schema and name ask for (a small number and a city can be no proof, an id can); all other
 * arguments come from the caller. Outputs repeat what they were asked, hold flags, counts and ids of their own, and
 * come as records, lists, sentences, or JSON inside a text. The same seed makes the same values.
 */
export function traceWorkflows({ tools, workflows }: DataSet, seed: number): TracedWorkflow[] {
  const byId = new Map(tools.map((tool) => [tool.id, tool]));
  const random = createRandom(seed);
  return workflows.map((workflow) => traceWorkflow(workflow, byId, random));
}

function traceWorkflow(workflow: Workflow, tools: ReadonlyMap<string, Tool>, random: Random): TracedWorkflow {
  const flows: Flow[] = [];
  const given = new Map(
    workflow.tasks.map(({ id }) => [id, [] as { path: Shape; argument: string; value: unknown }[]]),
  );
  const toolOf = new Map(workflow.tasks.map(({ id, tool }) => [id, tool]));
  // Which argument each dependency fills is settled first: an output must hold it before it is used.
  const taken = workflow.tasks.map((task) => {
    const schemas = argumentsOf(tools.get(task.tool)!);
    const filled: Record<string, unknown> = {};
    for (const giver of task.dependsOn) {
      const free = Object.keys(schemas).filter((name) => !Object.hasOwn(filled, name));
      if (free.length === 0) continue;
      const from = toolOf.get(giver)!;
      const argument = free[pairNumber(from, task.tool) % free.length]!;
      const value = makeValue(argument, schemas[argument]!, random);
      const path = shapes[pairNumber(from, `${task.tool} ${argument}`) % shapes.length]!;
      filled[argument] = value;
      given.get(giver)!.push({ path, argument, value });
      flows.push({ from, to: task.tool, argument, path: pathOf(path, argument, from) });
    }
    return filled;
  });
  const outputs: unknown[] = [];
  const tasks = workflow.tasks.map((task, place): TracedTask => {
    const schemas = Object.entries(argumentsOf(tools.get(task.tool)!));
    const brought = schemas.filter(([name]) => !Object.hasOwn(taken[place]!, name)).slice(0, 4);
    const known = outputs.flatMap(leafTexts);
    const literals = brought.map(([name, schema]) => {
      const isCoincidence = known.length > 0 && random() < coincidence;
      return [name, isCoincidence ? known[Math.floor(random() * known.length)] : makeValue(name, schema, random)];
    });
    const used = { ...Object.fromEntries(literals), ...taken[place] };
    const output = outputOf(task.tool, used, given.get(task.id)!, random);
    outputs.push(output);
    return { ...task, arguments: used, output };
  });
  return { ...workflow, tasks, flows };
}

const shapes = ['member', 'item', 'sentence', 'member', 'item'] as const;
type Shape = (typeof shapes)[number];

function pathOf(shape: Shape, argument: string, tool: string): string | undefined {
  if (shape === 'sentence') return undefined;
  const path = shape === 'member' ? `data.${argument}` : `results[].${argument}`;
  return answersInText(tool) ? `content[].text.${path}` : path;
}

const answersInText = (tool: string) => pairNumber(tool, '') % 3 === 0;

function outputOf(
  tool: string,
  used: object,
  given: readonly { readonly path: Shape; readonly argument: string; readonly value: unknown }[],
  random: Random,
): unknown {
  const of = (shape: Shape) => given.filter(({ path }) => path === shape);
  const record = {
    ok: true,
    status: 'done',
    count: Math.floor(random() * 9),
    request_id: makeId('request', random),
    ...(random() < 0.5 && { request: used }),
    data: Object.fromEntries(of('member').map(({ argument, value }) => [argument, value])),
    results: of('item').flatMap(({ argument, value }) => [
      { [argument]: makeId('other', random) },
      { [argument]: value },
    ]),
    note: of('sentence')
      .map(({ argument, value }) => `The ${argument} is ${String(value)}, as asked for.`)
      .join(' '),
  };
  return answersInText(tool) ? { content: [{ type: 'text', text: JSON.stringify(record) }] } : record;
}

type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The arguments that another tool's output can fill, the required ones first. */
function argumentsOf({ inputSchema }: Tool): Schemas {
  const { properties = {}, required = [] } = (inputSchema ?? {}) as { properties?: Schemas; required?: string[] };
  const fillable = Object.entries(properties).filter(([, { type, enum: values }]) => !values && type !== 'boolean');
  const isRequired = (name: string) => (required.includes(name) ? 0 : 1);
  return Object.fromEntries(
    fillable.sort(([a], [b]) => isRequired(a) - isRequired(b)).slice(0, Math.max(1, required.length)),
  );
}

function makeValue(name: string, { type }: Readonly<Record<string, unknown>>, random: Random): unknown {
  if (type === 'number' || type === 'integer' || type === 'float') {
    return random() < 0.6 ? 1 + Math.floor(random() * 60) : Math.round(random() * 100_000) / 100;
  }
  if (type === 'array') return [makeId(name, random)];
  if (/date|time|day|month|year/i.test(name))
    return `2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`;
  if (/id$|id_|code|key|token|url|uri|mail|path|number|isbn|sku|handle|user/i.test(name)) return makeId(name, random);
  if (/text|message|content|description|title|lyrics|body|summary|name/i.test(name)) {
    return `The ${name} of ${places[Math.floor(random() * places.length)]} number ${Math.floor(random() * 100_000)}`;
  }
  return places[Math.floor(random() * places.length)];
}

function makeId(name: string, random: Random): string {
  return `${name.toLowerCase()}-${10_000 + Math.floor(random() * 90_000)}`;
}

/** The texts and numbers in a record, without what it says about itself. */
function leafTexts(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? [] : [value];
  return Object.values(value).flatMap(leafTexts);
}

/** A number that is always the same for the same two texts (FNV-1a). */
function pairNumber(a: string, b: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${a}\n${b}`) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return hash >>> 4;
}
