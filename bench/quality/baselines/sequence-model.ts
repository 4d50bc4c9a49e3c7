import type { Workflow } from '../../data/data-set.js';

/** Stands for the end of an execution among the outcomes of a sequence model. No tool has an empty id. */
export const end = '';

/** Probabilities of what comes after the executed tools, `end` among them. What was never seen is left out. */
export type SequenceModel = (executed: readonly string[]) => ReadonlyMap<string, number>;

/** Each execution as its tools in the order of the file, with `end` behind the last. */
export function sequencesOf(history: readonly Workflow[]): string[][] {
  return history.map(({ tasks }) => [...tasks.map(({ tool }) => tool), end]);
}

/** Outcomes by descending probability, ties by id, `end` left out. */
export function rankTools(probabilities: ReadonlyMap<string, number>): string[] {
  return byProbability(probabilities).filter((tool) => tool !== end);
}

const longestChain = 12;

/** The chain that a model builds step by step, each time the most probable outcome that has not run, until the end. */
export function mostProbableChain(model: SequenceModel): string[] {
  const chain: string[] = [];
  while (chain.length < longestChain) {
    const next = byProbability(model(chain)).find((outcome) => !chain.includes(outcome));
    if (next === undefined || next === end) break;
    chain.push(next);
  }
  return chain;
}

function byProbability(probabilities: ReadonlyMap<string, number>): string[] {
  return [...probabilities]
    .sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))
    .map(([id]) => id);
}
