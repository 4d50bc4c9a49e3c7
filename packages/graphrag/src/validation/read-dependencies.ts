import type { EngineDependency, EngineDependencyPair } from '../types.js';
import { checkArray, checkId, checkObject, invalid } from './checks.js';

const declarableSources: readonly unknown[] = ['user', 'hint', 'schema'] satisfies EngineDependency['source'][];

/** Checks pairs of tools; a tool cannot depend on itself. */
export function readDependencyPairs(pairs: unknown, what = 'pairs'): readonly EngineDependencyPair[] {
  checkArray(pairs, what);
  return pairs.map((pair, index) => readPair(pair, `${what}[${index}]`));
}

export function readDependencies(dependencies: unknown, what = 'dependencies'): readonly EngineDependency[] {
  checkArray(dependencies, what);
  return dependencies.map((dependency, index) => {
    const pair = readPair(dependency, `${what}[${index}]`);
    const { source } = dependency as Partial<EngineDependency>;
    if (source === undefined || !declarableSources.includes(source)) {
      invalid(`${what}[${index}].source`, declarableSources.join(' or '));
    }
    return { ...pair, source };
  });
}

function readPair(pair: unknown, what: string): EngineDependencyPair {
  checkObject(pair, what);
  const { from, to } = pair as Partial<EngineDependencyPair>;
  checkId(from, `${what}.from`);
  checkId(to, `${what}.to`);
  if (from === to) invalid(`${what}.to`, 'another tool than from');
  return { from, to };
}
