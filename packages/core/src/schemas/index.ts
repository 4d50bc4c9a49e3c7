import { z } from 'zod';
import type { AgentCards } from '../agent-cards.js';
import type { DependencyPair } from '../contracts/dependency.js';
import type { TimeInput } from '../contracts/execution-input.js';
import type { RelatedToolsOptions } from '../contracts/graph-answers.js';
import type { DriftPolicy, ToolDefinition, ToolRecord, ToolStatus } from '../contracts/tool.js';
import type { ParsedExecution } from '../learning/execution-intake.js';
import type { ParsedForgetSelector } from '../learning/forget-selector.js';
import type {
  DependencyInput,
  PredictionQuery,
  SearchOptions,
  SuggestionOptions,
  ToolFilterOption,
} from '../query-options.js';
import { isToolId } from '../tool-id.js';
import type { ReviewedTool } from '../tools/tool-drift.js';
import type { ImportOptions, ParsedExportOptions } from '../transfer/transfer-options.js';
import { readIsoTime } from './iso-time.js';

export type { DependencyDeclaration, DependencyIncrement, DependencySource } from '../contracts/dependency.js';
export type { ExecutionRecord } from '../contracts/execution.js';
export type { RelatedToolsOptions } from '../contracts/graph-answers.js';
export type { EmbeddingRecord, SuggestionRecord } from '../contracts/store.js';
export type { DriftPolicy, ToolDefinition, ToolStatus } from '../contracts/tool.js';
export type { ParsedExecution } from '../learning/execution-intake.js';
export type { ParsedForgetSelector } from '../learning/forget-selector.js';
// What the schemas give can be named by whoever emits declarations of it, without the main entry.
export type {
  DependencyInput,
  PredictionQuery,
  SearchOptions,
  SuggestionOptions,
  ToolFilterOption,
} from '../query-options.js';
export type { RenameEntry } from '../tools/tool-aliases.js';
export type { ReviewedTool } from '../tools/tool-drift.js';
export type { TransferCounts, TransferredTool } from '../transfer/transfer-content.js';
export type { ImportOptions, ParsedExportOptions } from '../transfer/transfer-options.js';
export { transferEndSchema, transferHeaderSchema, transferSchemas } from './transfer-lines.js';

/** Options as given, with the defaults filled in. */
type Filled<Options, Defaults extends keyof Options> = Options & {
  readonly [Name in Defaults]-?: NonNullable<Options[Name]>;
};
type TextPair = { readonly [End in keyof DependencyPair]: string };

/** Longest texts that are taken in, in UTF-16 code units. */
const maxIntentLength = 100_000;
const maxIdLength = 256;
const maxTasks = 1_000;

const identifier = z
  .string()
  .min(1)
  .max(maxIdLength)
  .refine((text) => /^[^\p{Cc}\p{Cs}]+$/u.test(text), 'must have printable characters only');
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);
const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const plainObject = z.custom<object>(isPlainObject, 'must be an object');
const notATime =
  'must be a Date, milliseconds or an ISO 8601 text: a date, or a date and a time with Z or an offset, from the year 1 to 9999';
const time = z
  .custom<TimeInput>(
    (value) => value instanceof Date || typeof value === 'number' || typeof value === 'string',
    notATime,
  )
  .transform((value, context) => {
    const date = typeof value === 'string' ? readIsoTime(value) : new Date(value);
    // From the year 1 to the year 9999, which every database can hold.
    if (date && date.getTime() >= -62_135_596_800_000 && date.getTime() < 253_402_300_800_000) return date;
    context.addIssue({ code: 'custom', message: notATime });
    return z.NEVER;
  });
const unitInterval = z.number().min(0).max(1);
const signal = z.custom<AbortSignal>((value) => value instanceof AbortSignal, 'must be an AbortSignal').optional();
/** Ids that may be unknown; an empty one always is. */
const texts = z
  .array(z.string())
  .max(10_000)
  .transform((ids) => ids.filter((id) => id !== ''));
/**
 * Ids that may be unknown, of tools that are to be shown or hidden whatever is found: a text of another form, such as a
 * server's name, would do nothing, and nobody would see that it does not.
 */
const idsOfTools = z
  .array(
    z.string().refine(isToolId, {
      message: 'must be a tool id "server:tool"',
      params: {
        hint:
          'Take ids from tools.list. The id behind a name that models see, such as server__tool, is in exposedToolNames(ids); ' +
          'a whole server is hidden by filter: (tool) => tool.serverId !== name.',
      },
    }),
  )
  .max(10_000);
const count = (maximum: number) => z.number().int().min(1).max(maximum);

export const toolDefinitionSchema: z.ZodType<ToolDefinition> = z.object({
  name: z.string(),
  title: optional(z.string()),
  description: optional(z.string()),
  inputSchema: optional(plainObject),
  outputSchema: optional(plainObject),
  annotations: optional(plainObject),
});

/** Each tool is checked on its own, so that a bad one does not lose the others. */
export const toolSourceSchema: z.ZodType<{
  readonly server: string;
  readonly description?: string | undefined;
  readonly tools: readonly unknown[];
  readonly onDrift?: DriftPolicy | undefined;
}> = z.strictObject({
  server: z.string(),
  description: optional(z.string()),
  tools: z.array(z.unknown()),
  onDrift: optional(z.enum(['accept', 'quarantine', 'reject'])),
});

/** May have more members: proposed renames and listed dependencies are given back as they came. */
const dependencyPair = z.object({ from: z.string(), to: z.string() });
const dependencyInput = z.strictObject({
  ...dependencyPair.shape,
  source: z.enum(['user', 'hint', 'schema']).default('user'),
});

export const dependencyPairsSchema: z.ZodType<TextPair[]> = z.array(dependencyPair);
export const dependencyInputsSchema: z.ZodType<Filled<DependencyInput, 'source'>[]> = z.array(dependencyInput);
export const dependencyPairSchema: z.ZodType<TextPair> = dependencyPair;
export const toolIdsSchema: z.ZodType<string[]> = z.array(z.string());
export const toolIdSchema: z.ZodType<string> = z.string();
/** May have more members too: health() shows more of a tool that waits. */
const reviewedTool = z.object({ toolId: z.string(), fingerprint: z.string() });
/** Ids or reviewed definitions, or the server whose tools are meant. */
export const toolsToApproveSchema: z.ZodType<(string | ReviewedTool)[] | { server: string }> = z.union(
  [
    z.array(z.union([z.string(), reviewedTool], 'must be a tool id or { toolId, fingerprint }')),
    z.strictObject({ server: z.string() }),
  ],
  'must be a list of tool ids or of { toolId, fingerprint }, or { server }',
);

const taskInput = z.strictObject({
  id: identifier,
  toolId: z.string(),
  dependsOn: z.array(z.string()).max(maxTasks).default([]),
  success: z.boolean(),
  startedAt: time.optional(),
  endedAt: time.optional(),
  arguments: z.unknown().optional(),
  output: z.unknown().optional(),
  errorType: optional(z.string().max(1_000)),
});

export const executionInputSchema: z.ZodType<ParsedExecution> = z
  .strictObject({
    id: identifier.optional(),
    intent: optional(z.string().max(maxIntentLength)),
    success: z.boolean(),
    executedAt: time.optional(),
    durationMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    errorMessage: optional(z.string()),
    suggestionId: identifier.optional(),
    code: optional(z.string().max(1_000_000)),
    tasks: z.array(taskInput).max(maxTasks),
  })
  .refine(({ tasks, suggestionId }) => tasks.length > 0 || suggestionId !== undefined, {
    path: ['tasks'],
    message: 'must have at least one, unless a suggestionId says what was declined',
  });

export const forgetSelectorSchema: z.ZodType<ParsedForgetSelector> = z
  .strictObject({
    executions: z.array(z.string()).optional(),
    intent: z.string().max(maxIntentLength).optional(),
    tool: z.string().optional(),
    before: time.optional(),
  })
  .refine(
    (selector) => Object.values(selector).filter((value) => value !== undefined).length === 1,
    'must have exactly one of executions, intent, tool and before',
  );

export const exportOptionsSchema: z.ZodType<ParsedExportOptions> = z.strictObject({
  server: z.string().optional(),
  since: time.optional(),
  until: time.optional(),
  signal,
});
export const importOptionsSchema: z.ZodType<ImportOptions> = z.strictObject({ signal });
/** Of calls that take nothing else. */
export const signalOptionsSchema: z.ZodType<{ readonly signal?: AbortSignal | undefined }> = z.strictObject({ signal });
export const reembedOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards['tools']['reembed']>[1]>> =
  z.strictObject({ skipFailed: z.boolean().optional(), signal });
export const maintenanceOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards['maintenance']['run']>[0]>> =
  z.strictObject({ dryRun: z.boolean().optional(), signal });

/**
 * A plain object. A list, a `Map`, a promise or a class with getters, taken for an object without members, would permit
 * everything.
 */
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
const toolStatus: z.ZodType<ToolStatus> = z.enum(['active', 'removed', 'quarantined']);
export const toolListOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards['tools']['list']>[0]>> = z.strictObject(
  {
    server: z.string().optional(),
    status: toolStatus.optional(),
  },
);
export const dependencyListOptionsSchema: z.ZodType<NonNullable<Parameters<AgentCards['dependencies']['list']>[0]>> =
  z.strictObject({
    toolId: z.string().optional(),
    source: z.enum(['user', 'hint', 'schema', 'learned']).optional(),
  });
const toolCriteria = z.strictObject({
  servers: z.array(z.string()).optional(),
  tools: z.array(z.string()).optional(),
  // Zod's records drop the key `__proto__`, and a criterion that is dropped permits more.
  annotations: z
    .custom<Record<string, string | number | boolean | null>>(
      (value) =>
        isRecord(value) &&
        Object.values(value).every((each) => each === null || ['string', 'number', 'boolean'].includes(typeof each)),
      'must be an object of texts, numbers, booleans and nulls',
    )
    .transform((value) => ({ ...value }))
    .optional(),
  statuses: z.array(toolStatus).optional(),
});
export const toolFilterSchema: z.ZodType<ToolFilterOption | undefined> = z
  .union(
    [
      z.custom<(tool: ToolRecord) => boolean>((value) => typeof value === 'function'),
      z.custom<object>(isRecord).pipe(toolCriteria),
    ],
    'must be an object with servers, tools, annotations or statuses, or a function of a tool',
  )
  .optional();

export const intentSchema: z.ZodType<string> = z.string().max(maxIntentLength);

export const searchOptionsSchema: z.ZodType<
  Filled<SearchOptions, 'topK' | 'explain' | 'includeRequirements' | 'experience'>
> = z.strictObject({
  topK: count(1_000).default(5),
  minScore: unitInterval.optional(),
  context: texts.optional(),
  filter: toolFilterSchema,
  alwaysInclude: idsOfTools.optional(),
  exclude: idsOfTools.optional(),
  includeRequirements: z.boolean().default(true),
  experience: z.boolean().default(true),
  asOf: time.optional(),
  explain: z.boolean().default(false),
  signal,
});

export const predictionQuerySchema: z.ZodType<Filled<PredictionQuery, 'topK'>> = z.strictObject({
  intent: z.string().max(maxIntentLength).optional(),
  executed: texts,
  context: texts.optional(),
  candidates: texts.optional(),
  explain: z.boolean().optional(),
  topK: count(1_000).default(3),
  filter: toolFilterSchema,
  signal,
});

export const suggestionOptionsSchema: z.ZodType<Filled<SuggestionOptions, 'maxTasks' | 'alternatives'>> =
  z.strictObject({
    context: texts.optional(),
    explain: z.boolean().optional(),
    anonymous: z.boolean().optional(),
    maxTasks: count(1_000).default(20),
    alternatives: z.number().int().min(0).max(20).default(2),
    filter: toolFilterSchema,
    signal,
  });

export const relatedToolsOptionsSchema: z.ZodType<RelatedToolsOptions> = z.strictObject({
  limit: count(1_000).optional(),
  weighted: z.boolean().optional(),
});

/** `path: problem` for every problem, at most five, without the values: they may be secrets. */
export function describeProblems(error: z.ZodError): string {
  const problems = error.issues.flatMap((issue) => problemsIn(issue));
  const shown = problems.slice(0, 5).map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  const more = problems.length - shown.length;
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

type Problem = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** Of a value that may have several forms, what is wrong with the form that it comes nearest to, if there is one. */
function problemsIn(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code !== 'invalid_union') return [issue];
  const within = issue.errors.find((problems) =>
    problems.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return (
    within?.flatMap(problemsIn).map(({ path, message }) => ({ path: [...issue.path, ...path], message })) ?? [issue]
  );
}
