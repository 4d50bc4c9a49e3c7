import type { SearchAnswer } from '@agentcards/graphrag';
import type { Finding } from '../finding.js';
import { mean } from '../mean.js';
import { measureRanking } from '../metrics/ranking.js';
import { withRequirementsInPlace } from '../ranking-of.js';
import type { Subject } from '../subject.js';

const goalSet = 'toollinkos';

/** D10: MAP@10 with the declared graph, on sets whose relevant tools include what the answer needs. */
export function measureDeclaredRequirements(subjects: readonly Subject[]): Finding[] {
  return subjects
    .filter(({ set, queries }) => set.dependencies.length > 0 && queries.length > 0)
    .flatMap((subject) => {
      const { set, queries, embedded } = subject;
      const engine = subject.hybrid({ dependencies: set.dependencies });
      const score = (topK: number, rank: (answer: SearchAnswer) => readonly string[]) =>
        mean(
          queries.map(
            ({ text, slots }) => measureRanking(rank(engine.search({ ...embedded.query(text), topK })), slots).mapAt10,
          ),
        );
      const finding = (topK: number, order: string, rank: (answer: SearchAnswer) => readonly string[]): Finding => ({
        point: 'D10',
        what: `${set.name} MAP@10 with its declared graph, topK ${topK}, ${order}`,
        value: score(topK, rank),
        target: set.name === goalSet && order === inPlace ? { atLeast: 0.9 } : undefined,
        details: [],
      });
      return [10, 5, 1].flatMap((topK) => [
        finding(topK, 'as returned', ({ results }) => results.map(({ toolId }) => toolId)),
        finding(topK, inPlace, withRequirementsInPlace),
      ]);
    });
}

const inPlace = 'each target before its requirements';
