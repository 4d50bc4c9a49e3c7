/** A tool as a data set lists it. */
export interface Tool {
  readonly id: string;
  readonly server: string;
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>> | undefined;
}

/** An intent with the tools that answer it. */
export interface Query {
  readonly id: string;
  readonly text: string;
  /** One slot for each tool that is needed: the tool first, then those that are equally good in its place. */
  readonly slots: readonly (readonly string[])[];
}

export interface WorkflowTask {
  readonly id: string;
  readonly tool: string;
  readonly dependsOn: readonly string[];
  readonly ok: boolean;
}

export type Side = 'train' | 'eval';

/** Something that ran for an intent. Tasks stand in topological order. */
export interface Workflow {
  readonly id: string;
  readonly intent: string | undefined;
  readonly tasks: readonly WorkflowTask[];
  readonly success: boolean;
  /** Side in the warm split, where tool sequences recur on both sides. */
  readonly part: Side;
  /** Side in the cold split: no tool sequence stands on both. */
  readonly coldPart: Side;
  /** Whether it is of the test that the source of the set published. */
  readonly officialTest: boolean;
}

/** A declared dependency: `from` runs before `to`. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
}

export interface DataSet {
  readonly name: string;
  readonly tools: readonly Tool[];
  readonly queries: readonly Query[];
  readonly workflows: readonly Workflow[];
  /** Only edges that are dependencies; those that say "may follow" are not read. */
  readonly dependencies: readonly Dependency[];
}
