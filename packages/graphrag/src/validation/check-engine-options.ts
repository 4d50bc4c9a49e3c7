import type { EngineOptions } from '../engine-options.js';
import { checkArray, checkNames, checkObject, checkOptionalCount, invalid, type NamesOf } from './checks.js';

const names: NamesOf<EngineOptions> = {
  snapshot: true,
  seed: true,
  lexical: true,
  tokenize: true,
  vectorPrecision: true,
  leaveOut: true,
  halfLife: true,
  maxMemories: true,
  clock: true,
};

/** What predictions and plans can do without. */
const evidence: ReadonlySet<unknown> = new Set([
  ...['intents', 'text', 'mentions', 'tool', 'pair', 'neighbours', 'remaining', 'dependency', 'context'],
  ...['learnedWeights', 'learnedPlan'],
]);

/** Checks the options that nothing else reads. */
export function checkEngineOptions(options: EngineOptions): void {
  checkObject(options, 'options');
  checkNames(options, names, 'createEngine');
  const { vectorPrecision = 'float32', seed, maxMemories, leaveOut = [] } = options;
  if (vectorPrecision !== 'float32' && vectorPrecision !== 'int8') invalid('vectorPrecision', "'float32' or 'int8'");
  checkOptionalCount(seed, 'seed', 0);
  if (maxMemories !== Infinity) checkOptionalCount(maxMemories, 'maxMemories', 1);
  checkArray(leaveOut, 'leaveOut');
  for (const [index, name] of leaveOut.entries()) {
    if (!evidence.has(name)) invalid(`leaveOut[${index}]`, `one of ${[...evidence].join(', ')}`);
  }
}
