import { z } from 'zod';
import type { JsonObject, JsonValue, ToolId } from '../contracts/tool.js';
import { canonicalJson } from '../json.js';
import { parseToolId } from '../tool-id.js';
import { readDriftEntry } from '../tools/drift-register.js';
import {
  type TransferContent,
  type TransferCounts,
  transferFormat,
  transferKinds,
} from '../transfer/transfer-content.js';
import { decodeVector } from '../transfer/vector-text.js';
import { readIsoTime } from './iso-time.js';

/** A text that is read as something else; what cannot be is no part of any message. */
function readText<Value>(read: (text: string) => Value | undefined, expected: string): z.ZodType<Value> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `must be ${expected}` });
    return z.NEVER;
  });
}

function passes(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

const toolId = readText((text) => (passes(() => parseToolId(text)) ? (text as ToolId) : undefined), 'a tool id');
/** As far back as PostgreSQL counts, which is further than what `record` takes in. */
const earliestTime = Date.UTC(-4712, 0, 1);
const moment = readText((text) => {
  const date = readIsoTime(text);
  return date && date.getTime() >= earliestTime ? date : undefined;
}, 'a time in ISO 8601, from the year 4713 BC on');
const vector = readText(decodeVector, 'a vector of finite numbers in base64');
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** As the contract of stores bounds what is counted of an edge. */
const counter = count.max(2 ** 31 - 1);
/** What databases look rows up by, which they do not take in any length. */
const key = z.string().max(256);
// The text was JSON. Zod's records would drop the key `__proto__`; what is larger or deeper is never taken in either.
const definition = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && passes(() => canonicalJson(value)),
  'must be an object, within the limits of a definition',
);

const tool = z
  .object({
    toolId,
    serverId: z.string(),
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    inputSchema: definition,
    outputSchema: definition.optional(),
    annotations: definition.optional(),
    fingerprint: z.string(),
    status: z.enum(['active', 'removed', 'quarantined']),
    firstSeen: moment,
    updatedAt: moment,
    drift: z
      .custom<JsonValue>((value) => passes(() => canonicalJson(value)))
      .transform(readDriftEntry)
      .optional(),
  })
  .refine(({ toolId, serverId, name }) => toolId === `${serverId}:${name}`, 'must have the id of its server and name');

const pair = { from: toolId, to: toolId };
const isNoLoop = ({ from, to }: { readonly from: ToolId; readonly to: ToolId }) => from !== to;
const noLoop = 'must name two tools';

const places = z.array(z.object({ value: z.string(), path: z.string() })).optional();
const task = z.object({
  id: z.string(),
  toolId,
  dependsOn: z.array(z.string()),
  layer: count,
  success: z.boolean(),
  startedAt: moment.optional(),
  endedAt: moment.optional(),
  errorType: z.string().optional(),
  argumentsDigest: z.string().optional(),
  argumentValues: z.array(z.string()).optional(),
  outputValues: z.array(z.string()).optional(),
  argumentPlaces: places,
  outputPlaces: places,
});

/** The values of an export's lines, by kind. Members that are unknown are left out: a later version may have more. */
export const transferSchemas: { readonly [Kind in keyof TransferContent]: z.ZodType<TransferContent[Kind]> } = {
  server: z.object({ server: z.string(), description: z.string() }),
  tool,
  vector: z.object({ toolId, modelId: z.string(), contentHash: key, embedding: vector, updatedAt: moment }),
  rename: z
    .object({
      ...pair,
      decision: z.enum(['proposed', 'accepted', 'dismissed']),
      since: z.number(),
      definedAt: z.number().optional(),
    })
    .refine(isNoLoop, noLoop),
  dependency: z.object({ ...pair, source: z.enum(['user', 'hint', 'schema']) }).refine(isNoLoop, noLoop),
  sum: z
    .object({
      ...pair,
      observedCount: counter,
      successCount: counter,
      failureCount: counter,
      dataFlowCount: counter,
      declaredCount: counter,
      sequenceCount: counter,
      observedAt: moment,
    })
    .refine(isNoLoop, noLoop)
    .refine((sum) => sum.observedCount === sum.successCount + sum.failureCount, 'must add up'),
  execution: z.object({
    id: key,
    executedAt: moment,
    intent: z.string().optional(),
    success: z.boolean(),
    durationMs: count,
    errorMessage: z.string().optional(),
    suggestionId: z.string().optional(),
    proposedTools: z.array(toolId).optional(),
    codeSnippet: z.string().optional(),
    codeHash: key.optional(),
    tasks: z.array(task),
  }),
  suggestion: z.object({ id: key, madeAt: moment, intent: z.string().optional(), toolIds: z.array(toolId) }),
};

/** The first line of an export. */
export const transferHeaderSchema: z.ZodType<{ readonly format: typeof transferFormat; readonly version: number }> =
  z.object({ format: z.literal(transferFormat), version: count.min(1) });

/** The last line: how many of each kind came before it. */
export const transferEndSchema: z.ZodType<{ readonly kind: 'end'; readonly counts: TransferCounts }> = z.object({
  kind: z.literal('end'),
  counts: z.object(
    Object.fromEntries(transferKinds.map((kind) => [kind, count])),
  ) as unknown as z.ZodType<TransferCounts>,
});
