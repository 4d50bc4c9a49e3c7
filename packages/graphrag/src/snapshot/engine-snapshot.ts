import type { TaskLink } from '../execution.js';
import type { EngineDependency, EngineTool } from '../types.js';

/** Everything that an engine knows, as plain JSON. Equal states have equal snapshots. */
export interface EngineSnapshot {
  readonly format: 'agentcards.engine';
  readonly version: 1;
  /** Ordered by id. */
  readonly tools: readonly ToolSnapshot[];
  /** Declared edges, ordered by (from, to). */
  readonly dependencies: readonly EngineDependency[];
  /** Ordered by time, then by id. What was learned is derived from them. */
  readonly executions: readonly ExecutionSnapshot[];
  /** What kinds of evidence were learned to be worth, by name; absent before anything was learned. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
}

export interface ToolSnapshot extends Omit<EngineTool, 'embedding'> {
  /** Little-endian float32 numbers in base64. */
  readonly embedding?: string | undefined;
}

export interface ExecutionSnapshot {
  readonly id: string;
  readonly intent?: string | undefined;
  readonly success: boolean;
  /** Milliseconds since the epoch. */
  readonly executedAt: number;
  /** Tools of the plan that had been proposed. */
  readonly proposed?: readonly string[] | undefined;
  /** In topological order. */
  readonly tasks: readonly {
    readonly toolId: string;
    readonly success: boolean;
    readonly overlapsPrevious?: true | undefined;
    readonly traced?: 'arguments' | 'output' | 'both' | undefined;
  }[];
  /** Evidence that one task needed another: positions of both, and the sum of the kinds of evidence. */
  readonly links: readonly (readonly [from: number, to: number, kinds: number])[];
  /** Which argument got which part of an earlier output; absent where none did, and from snapshots of before. */
  readonly bindings?: readonly (readonly [from: number, to: number, output: string, argument: string])[] | undefined;
}

/** The kinds of evidence as they are summed up in a link. */
export const linkKinds = { dataFlow: 1, declared: 2, sequence: 4 } as const;
export const allKinds = linkKinds.dataFlow | linkKinds.declared | linkKinds.sequence;

export function sumOfKinds({ dataFlow, declared, sequence }: TaskLink): number {
  return (
    (dataFlow ? linkKinds.dataFlow : 0) + (declared ? linkKinds.declared : 0) + (sequence ? linkKinds.sequence : 0)
  );
}
