import type { Query, Workflow } from '../../data/data-set.js';
import { estimateDifference } from '../bootstrap.js';
import { createLoadedEngine, type Engine } from '../engine.js';
import { evenlySpaced } from '../evenly-spaced.js';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { measureRanking } from '../metrics/ranking.js';
import { targetsOf } from '../ranking-of.js';
import type { Subject } from '../subject.js';
import { heldOutQueries } from './held-out-queries.js';
import { splitWorkflows } from './split.js';

const topK = 10;
const goalSet = 'ultratool';
const curve = [0, 30, 100, 300, Number.POSITIVE_INFINITY];

/**
 * D12: what learning from a history is worth to queries that are not in it, how fast it comes, and whether it harms:
 * on queries whose tool sequences never occur in the history (cold split), and on queries of a set after learning the
 * workflows of another, both catalogues in one engine.
 */
export function measureExperience(subjects: readonly Subject[]): Finding[] {
  const learning = subjects.filter(({ set }) => splitWorkflows(set, 'warm').history.length > 0);
  return [
    ...learning.flatMap(learningCurve),
    harm(
      'cold split',
      learning.flatMap((subject) => {
        const { history } = splitWorkflows(subject.set, 'cold');
        const queries = [...heldOutQueries(subject.set, 'cold')];
        return queries.length === 0
          ? []
          : [{ subject, queries, before: subject.cold, after: subject.hybrid({ history }) }];
      }),
    ),
    harm(
      'history of another set',
      subjects.flatMap((subject, index) => {
        const other = [...subjects.slice(index + 1), ...subjects.slice(0, index)].find((one) => learning.includes(one));
        if (other === undefined || subject.queries.length === 0) return [];
        const tools = [...subject.set.tools, ...other.set.tools];
        const vectors = [...subject.embedded.tools, ...other.embedded.tools];
        const { history } = splitWorkflows(other.set, 'warm');
        const before = createLoadedEngine({ tools }, { vectors });
        return [
          { subject, queries: subject.queries, before, after: createLoadedEngine({ tools }, { vectors, history }) },
        ];
      }),
    ),
  ];
}

function learningCurve(subject: Subject): Finding[] {
  const { set } = subject;
  const queries = [...heldOutQueries(set, 'warm')];
  if (queries.length === 0) return [];
  const { history } = splitWorkflows(set, 'warm');
  const points = curve
    .filter((size) => size <= history.length || size === Number.POSITIVE_INFINITY)
    .map((size) => {
      const some: readonly Workflow[] = size === 0 ? [] : evenlySpaced(history, size);
      return { size: some.length, recall: mean(recalls(subject, queries, subject.hybrid({ history: some }))) };
    });
  return [
    {
      point: 'D12',
      what: `${set.name} R@5 after ${history.length} workflows, ${queries.length} queries of the held-out ones (warm)`,
      value: points.at(-1)!.recall,
      target: set.name === goalSet ? { atLeast: 0.95 } : undefined,
      details: [points.map(({ size, recall }) => `after ${size}: ${recall.toFixed(3)}`).join(', ')],
    },
  ];
}

interface Comparison {
  readonly subject: Subject;
  readonly queries: readonly Query[];
  readonly before: Engine;
  readonly after: Engine;
}

/** In how many sets experience makes R@5 worse, interval and all. */
function harm(what: string, comparisons: readonly Comparison[]): Finding {
  const sets = comparisons.map(({ subject, queries, before, after }) => {
    const weights = queries.map(() => 1);
    const cold = recalls(subject, queries, before);
    const difference = estimateDifference(
      { values: recalls(subject, queries, after), weights },
      { values: cold, weights },
    );
    return { set: subject.set.name, count: queries.length, cold: mean(cold), difference };
  });
  return {
    point: 'D12',
    what: `no harm, ${what}: sets where R@5 falls, interval and all`,
    value: sets.length === 0 ? Number.NaN : sets.filter(({ difference }) => difference.high < 0).length,
    target: { atMost: 0 },
    details: sets.map(
      ({ set, count, cold, difference: { mean: by, low, high } }) =>
        `${set.padEnd(12)} cold ${cold.toFixed(3)}  by experience ${by.toFixed(3)} [${low.toFixed(3)} ${high.toFixed(3)}]  (${count})`,
    ),
  };
}

function recalls({ embedded }: Subject, queries: readonly Query[], engine: Engine): number[] {
  return queries.map(
    ({ text, slots }) => measureRanking(targetsOf(engine.search({ ...embedded.query(text), topK })), slots).recallAt5,
  );
}
