import type { EngineExecution, ScoringEngine } from '../contracts/engine.js';
import type { ExecutionRecord, ExecutionTask } from '../contracts/execution.js';
import { keyedDigest, sha256 } from '../digest.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { canonicalJson, defaultJsonLimits, storableText } from '../json.js';
import { parseToolId } from '../tool-id.js';
import { withPlaces } from './places-of-values.js';
import { topologicalLayers } from './topological-layers.js';

const maxErrorMessageLength = 4_000;

/** An execution after the schema at the border: defaults filled in, times parsed. */
export interface ParsedExecution {
  readonly id?: string | undefined;
  readonly intent?: string | undefined;
  readonly success: boolean;
  readonly executedAt?: Date | undefined;
  readonly durationMs?: number | undefined;
  readonly errorMessage?: string | undefined;
  readonly suggestionId?: string | undefined;
  readonly code?: string | undefined;
  readonly tasks: readonly ParsedTask[];
}

export interface ParsedTask {
  readonly id: string;
  readonly toolId: string;
  readonly dependsOn: readonly string[];
  readonly success: boolean;
  readonly startedAt?: Date | undefined;
  readonly endedAt?: Date | undefined;
  readonly arguments?: unknown;
  readonly output?: unknown;
  readonly errorType?: string | undefined;
}

export interface IntakeContext {
  readonly now: number;
  readonly createId: () => string;
  readonly digestKey: string;
  readonly significantValues: ScoringEngine['significantValues'];
  readonly valuePlaces: ScoringEngine['valuePlaces'];
}

/**
 * Checks an execution and turns it into what is stored; whether its tools exist is left to the caller. Raw arguments and
 * outputs end here.
 * @throws AgentCardsError `TOOL_ID_INVALID` | `TASK_DUPLICATE` | `TASK_DEPENDENCY_UNKNOWN` | `DAG_CYCLE` | `INVALID_INPUT`
 */
export function takeExecution(input: ParsedExecution, context: IntakeContext): ExecutionRecord {
  const layers = topologicalLayers(input.tasks);
  const taken = input.tasks.map((task) => takeTask(task, layers.get(task.id)!, context));
  return {
    id: input.id ?? context.createId(),
    executedAt: input.executedAt ?? new Date(context.now),
    intent: input.intent === undefined ? undefined : storableText(input.intent),
    success: input.success,
    durationMs: Math.round(input.durationMs ?? wallClock(input.tasks)),
    errorMessage:
      input.errorMessage === undefined ? undefined : storableText(input.errorMessage.slice(0, maxErrorMessageLength)),
    suggestionId: input.suggestionId,
    codeSnippet: input.code === undefined ? undefined : storableText(input.code),
    codeHash: input.code === undefined ? undefined : sha256(input.code.trim().replaceAll(/\s+/g, ' ')),
    // In the caller's order, which is that of the calls.
    tasks: withPlaces(taken, input.tasks, context),
  };
}

/** What the engine learns from. */
export function toEngineExecution(execution: ExecutionRecord): EngineExecution {
  return {
    id: execution.id,
    intent: execution.intent,
    success: execution.success,
    executedAt: execution.executedAt.getTime(),
    proposed: execution.proposedTools,
    tasks: execution.tasks.map((task) => ({
      id: task.id,
      toolId: task.toolId,
      dependsOn: task.dependsOn,
      success: task.success,
      startedAt: task.startedAt?.getTime(),
      endedAt: task.endedAt?.getTime(),
      argumentValues: task.argumentValues,
      outputValues: task.outputValues,
      argumentPlaces: task.argumentPlaces,
      outputPlaces: task.outputPlaces,
    })),
  };
}

function takeTask(task: ParsedTask, layer: number, context: IntakeContext): ExecutionTask {
  const { startedAt, endedAt } = task;
  if (startedAt && endedAt && endedAt < startedAt) {
    throw new AgentCardsError('INVALID_INPUT', `Task ${JSON.stringify(task.id)} ends before it starts.`);
  }
  return {
    id: task.id,
    toolId: parseToolId(task.toolId),
    dependsOn: [...new Set(task.dependsOn)],
    layer,
    success: task.success,
    startedAt,
    endedAt,
    errorType: task.errorType === undefined ? undefined : storableText(task.errorType),
    argumentsDigest: digestOfArguments(task.arguments, context.digestKey),
    argumentValues: digestsOfValues(task.arguments, context),
    outputValues: digestsOfValues(task.output, context),
  };
}

/** Undefined for arguments that are absent or too large to be worth comparing. */
function digestOfArguments(value: unknown, key: string): string | undefined {
  if (value === undefined) return undefined;
  try {
    return keyedDigest(key, canonicalJson(value, defaultJsonLimits));
  } catch (error) {
    if (AgentCardsError.isInstance(error)) return undefined;
    throw error;
  }
}

function digestsOfValues(value: unknown, context: IntakeContext): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const digests = context.significantValues(value).map((text) => keyedDigest(context.digestKey, text));
  return [...new Set(digests)].sort();
}

function wallClock(tasks: readonly ParsedTask[]): number {
  const starts = tasks.flatMap((task) => (task.startedAt ? [task.startedAt.getTime()] : []));
  const ends = tasks.flatMap((task) => (task.endedAt ? [task.endedAt.getTime()] : []));
  if (starts.length === 0 || ends.length === 0) return 0;
  return Math.max(0, Math.max(...ends) - Math.min(...starts));
}
