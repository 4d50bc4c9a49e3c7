import { createEngine } from '@agentcards/graphrag';
import MiniSearch from 'minisearch';
import { type Latency, liveBytes, timeInTurns } from './timing.js';
import type { Workload } from './workload.js';

export interface EngineSpeed {
  /** Milliseconds for the whole catalogue. */
  readonly build: { readonly engine: number; readonly miniSearch: number };
  readonly bytesPerTool: { readonly engine: number; readonly miniSearch: number };
  readonly search: { readonly engine: Latency; readonly miniSearch: Latency };
  readonly observe: Latency;
  readonly bytesPerExecution: number;
  readonly predictNext: Latency;
  readonly suggest: Latency;
}

const topK = 10;

/** The engine alone, with MiniSearch beside it on the same texts and intents. */
export function measureEngine({ tools, intents, workflow }: Workload, calls: number): EngineSpeed {
  const engine = weighed(() => {
    const empty = createEngine();
    empty.upsertTools(tools);
    return empty;
  });
  const miniSearch = weighed(() => {
    // As its documentation sets it up for short records: the name counts more; any word may match.
    const index = new MiniSearch<{ id: string; name: string; description: string; parameters: string }>({
      fields: ['name', 'description', 'parameters'],
      searchOptions: { boost: { name: 2 }, combineWith: 'OR' },
    });
    index.addAll(
      tools.map(({ id, name, description, inputSchema }) => ({
        id,
        name,
        description,
        parameters: Object.keys((inputSchema?.properties as object | undefined) ?? {}).join(' '),
      })),
    );
    return index;
  });
  const intent = (call: number) => intents[call % intents.length]!;

  const search = timeInTurns(
    {
      engine: (call) => engine.result.search({ text: intent(call), topK }),
      miniSearch: (call) => miniSearch.result.search(intent(call)).slice(0, topK),
    },
    calls,
  );

  const history = Math.max(1_000, calls);
  const before = liveBytes();
  const { observe } = timeInTurns({ observe: (call) => engine.result.observe(workflow(call)) }, history);
  const bytesPerExecution = (liveBytes() - before) / history;

  const queries = timeInTurns(
    {
      predictNext: (call) =>
        engine.result.predictNext({
          intent: intent(call),
          executed: workflow(call)
            .tasks.slice(0, 2)
            .map(({ toolId }) => toolId),
        }),
      suggest: (call) => engine.result.suggest({ intent: intent(call) }),
    },
    calls,
  );
  return {
    build: { engine: engine.milliseconds, miniSearch: miniSearch.milliseconds },
    bytesPerTool: { engine: engine.bytes / tools.length, miniSearch: miniSearch.bytes / tools.length },
    search: { engine: search.engine!, miniSearch: search.miniSearch! },
    observe: observe!,
    bytesPerExecution,
    predictNext: queries.predictNext!,
    suggest: queries.suggest!,
  };
}

function weighed<Result>(make: () => Result) {
  const before = liveBytes();
  const start = performance.now();
  const result = make();
  const milliseconds = performance.now() - start;
  return { result, milliseconds, bytes: liveBytes() - before };
}
