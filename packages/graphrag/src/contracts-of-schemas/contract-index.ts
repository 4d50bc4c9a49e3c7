import { openChoices, type ValuePath } from '../graph/value-paths.js';
import { requiredArguments } from '../planning/required-arguments.js';
import type { ToolDefinition } from '../retrieval/catalogue.js';
import { spellingOf } from '../retrieval/tokenize.js';
import { type ContractKind, contractSettings } from './contract-settings.js';
import { type Field, type FieldSchema, fits, isObject, keyOf, outputFields } from './output-fields.js';
import { givenBy, subjectOf, wordsOf } from './words.js';

/** `from` gives what an input of `to` needs. */
export interface ContractProposal {
  readonly from: string;
  readonly to: string;
  readonly kind: ContractKind;
  /** The input that `from` fills. */
  readonly input: string;
}

/** Edges that follow from the definitions of tools alone. Contracts hold within one server. */
export interface ContractIndex {
  /** Takes note of a tool that came, changed or went. */
  touch(toolId: string): void;
  /** Who gives what the tool requires: ordered by id, only where one visible tool does. Hidden tools are as absent. */
  proposalsFor(toolId: string, isVisible: (toolId: string) => boolean): readonly ContractProposal[];
  /**
   * Required inputs that a field of one visible tool's output schema fills, in the order of the inputs. Of several
   * such fields it is the one that leaves the fewest choices open, then the first.
   */
  fieldsFor(toolId: string, isVisible: (toolId: string) => boolean): readonly FieldContract[];
}

/** An input, and the field of an output that fills it. */
export interface FieldContract {
  readonly input: string;
  readonly from: string;
  /** Where the field stands in the output. */
  readonly path: ValuePath;
}

/** By key: the tools that give it. */
type Givers = Map<string, Set<string>>;

/** What the tools of one server give, by kind. */
type ServerIndex = Readonly<Record<ContractKind, Givers>>;

/** Where a tool stands in the index. */
interface Entry {
  readonly outputs: readonly Field[];
  readonly places: readonly (readonly [givers: Givers, key: string])[];
}

/** A required input, with the tools that may give it. */
interface Need {
  readonly input: string;
  readonly schema: FieldSchema;
  readonly key: string | undefined;
  readonly output: ReadonlySet<string>;
  readonly mentions: readonly ReadonlySet<string>[];
  readonly name: ReadonlySet<string>;
}

const nobody: ReadonlySet<string> = new Set();

/** Makes the index; it reads tools when it is first asked after they changed. */
export function createContractIndex(
  tool: (toolId: string) => ToolDefinition | undefined,
  isUsed: (kind: ContractKind) => boolean = (kind) =>
    contractSettings.precision[kind] >= contractSettings.minimumPrecision,
): ContractIndex {
  const servers = new Map<string | undefined, ServerIndex>();
  const entries = new Map<string, Entry>();
  const touched = new Set<string>();
  /** What was read of needing tools since the last change. */
  const needsOf = new Map<string, readonly Need[]>();

  function serverIndex(server: string | undefined): ServerIndex {
    let index = servers.get(server);
    if (index === undefined) {
      index = { output: new Map(), mention: new Map(), name: new Map() };
      servers.set(server, index);
    }
    return index;
  }

  function update(toolId: string): void {
    for (const [givers, key] of entries.get(toolId)?.places ?? []) givers.get(key)!.delete(toolId);
    entries.delete(toolId);
    const definition = tool(toolId);
    if (definition === undefined) return;
    const index = serverIndex(definition.server);
    const outputs = outputFields(definition);
    const places: [Givers, string][] = outputs.map(({ key }) => [index.output, key]);
    const given = givenBy(wordsOf(definition.name));
    if (given.length > 1) places.push([index.name, given.join(' ')]);
    places.push([index.mention, spellingOf(definition.name)]);
    for (const [givers, key] of places) givers.set(key, (givers.get(key) ?? new Set()).add(toolId));
    entries.set(toolId, { outputs, places });
  }

  function readNeeds(needing: ToolDefinition): readonly Need[] {
    const index = serverIndex(needing.server);
    const subject = subjectOf(needing.name);
    return requiredArguments(needing)
      .slice(0, contractSettings.maximumFields)
      .map(({ name: input, schema: given }) => {
        const schema = isObject(given) ? given : {};
        const key = keyOf(input, subject);
        return {
          input,
          schema,
          key,
          output: (isUsed('output') && index.output.get(key ?? '')) || nobody,
          mentions: isUsed('mention') ? mentionsIn(schema.description, index) : [],
          name: (isUsed('name') && index.name.get(key ?? '')) || nobody,
        };
      });
  }

  /** What the tool requires, read again where any tool changed. */
  function needsOfTool(toolId: string): readonly Need[] {
    if (touched.size > 0) {
      for (const changed of touched) update(changed);
      touched.clear();
      needsOf.clear();
    }
    const needing = tool(toolId);
    if (needing === undefined) return [];
    const known = needsOf.get(toolId) ?? readNeeds(needing);
    needsOf.set(toolId, known);
    return known;
  }

  function giverOf(
    needing: string,
    { key, schema, output, mentions, name }: Need,
    isVisible: (toolId: string) => boolean,
  ): { readonly from: string; readonly kind: ContractKind } | undefined {
    const isOther = (toolId: string) => toolId !== needing && isVisible(toolId);
    // Who needs a value is not where it comes from.
    const gives = (toolId: string) => isOther(toolId) && !needs(tool(toolId)!, key!);
    const givesFitting = (toolId: string) =>
      gives(toolId) && entries.get(toolId)!.outputs.some((field) => field.key === key && fits(field.schema, schema));
    let from = onlyOne(output, givesFitting);
    if (from !== undefined) return { from, kind: 'output' };
    for (const mentioned of mentions) {
      from = onlyOne(mentioned, isOther);
      // Tools that name each other are alternatives, or come one after the other: which is first is not said.
      if (from !== undefined && !isNamedBy(needing, from)) return { from, kind: 'mention' };
    }
    from = onlyOne(name, gives);
    return from === undefined ? undefined : { from, kind: 'name' };
  }

  function isNamedBy(toolId: string, other: string): boolean {
    return needsOfTool(other).some(({ mentions }) => mentions.some((mentioned) => mentioned.has(toolId)));
  }

  return {
    touch(toolId) {
      touched.add(toolId);
    },

    proposalsFor(toolId, isVisible) {
      const proposals = new Map<string, ContractProposal>();
      for (const need of needsOfTool(toolId)) {
        const giver = giverOf(toolId, need, isVisible);
        if (giver !== undefined && !proposals.has(giver.from)) {
          proposals.set(giver.from, { ...giver, to: toolId, input: need.input });
        }
      }
      return Array.from(proposals.values()).sort((a, b) => (a.from < b.from ? -1 : 1));
    },

    fieldsFor(toolId, isVisible) {
      return needsOfTool(toolId).flatMap((need) => {
        const giver = giverOf(toolId, need, isVisible);
        if (giver?.kind !== 'output') return [];
        const [path] = entries
          .get(giver.from)!
          .outputs.filter(({ key, schema }) => key === need.key && fits(schema, need.schema))
          .flatMap((field) => field.path ?? [])
          .sort((a, b) => openChoices(a) - openChoices(b));
        return path === undefined ? [] : [{ input: need.input, from: giver.from, path }];
      });
    },
  };
}

/** The only tool that passes; undefined where there are several, or none. */
function onlyOne(toolIds: Iterable<string>, passes: (toolId: string) => boolean): string | undefined {
  let only: string | undefined;
  for (const toolId of toolIds) {
    if (!passes(toolId)) continue;
    if (only !== undefined) return undefined;
    only = toolId;
  }
  return only;
}

function needs(tool: ToolDefinition, key: string): boolean {
  const subject = subjectOf(tool.name);
  return requiredArguments(tool).some(({ name }) => keyOf(name, subject) === key);
}

/** Tools that a description names, in the order of the text. What reads like prose is prose: a file “to get components from”. */
function mentionsIn(description: unknown, { mention }: ServerIndex): readonly ReadonlySet<string>[] {
  if (typeof description !== 'string') return [];
  const names = description.slice(0, contractSettings.maximumDescription).match(identifiers) ?? [];
  return names.flatMap((name) => mention.get(spellingOf(name)) ?? []);
}

/** Words joined by signs or capitals. Of one script: Chinese has no space before a name. */
const identifiers =
  /[\p{Script=Latin}\p{N}]+(?:[_-][\p{Script=Latin}\p{N}]+)+|\p{Ll}+(?:\p{Lu}[\p{Script=Latin}\p{N}]*)+/gu;
