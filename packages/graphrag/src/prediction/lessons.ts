import type { EngineState } from '../engine-state.js';
import type { ObservedExecution } from '../execution.js';
import type { Choice } from '../learning/fit-choices.js';
import { callsThatSucceeded } from '../memory/successful-calls.js';
import { featureRows, logarithm } from './features.js';
import { foresee } from './predict-next.js';
import { predictionSettings } from './prediction-settings.js';

/**
 * What an execution teaches about how to predict: after each of its calls, what came next among all that was foreseen, the
 * end included. `state` must not know the execution itself. One that failed teaches this too: how well its steps were
 * foretold says nothing in favour of its tools.
 */
export function predictionLessons(state: EngineState, execution: ObservedExecution): readonly Choice[] {
  const { lessonSteps, lessonTools } = predictionSettings;
  const tools = callsThatSucceeded(execution).map(({ toolId }) => toolId);
  const lessons: Choice[] = [];
  for (let step = 1; step <= Math.min(tools.length, lessonSteps); step++) {
    const query = { intent: execution.intent, executed: tools.slice(0, step) };
    const { ladder, sources } = foresee(state, query, undefined, false);
    const foreseen = ladder.tools
      .toSorted((a, b) => b.probability - a.probability || (a.toolId < b.toolId ? -1 : 1))
      .slice(0, lessonTools);
    const next = tools[step];
    const chosen = next === undefined ? foreseen.length : foreseen.findIndex(({ toolId }) => toolId === next);
    if (chosen < 0) continue;
    const { ends } = ladder;
    lessons.push({
      // That a pair is unseen is a lesson too.
      features: featureRows(state, { ...sources, pairBacksOff: false }, { tools: foreseen, ends }),
      offsets: Float64Array.from([...foreseen.map(({ probability }) => probability), ends], logarithm),
      chosen,
    });
  }
  return lessons;
}
