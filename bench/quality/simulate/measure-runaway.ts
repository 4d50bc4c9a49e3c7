import { createRandom } from '../../random.js';
import { createLoadedEngine, type Engine } from '../engine.js';
import type { Finding } from '../finding.js';
import { firstLesson, growth, learn } from './learning-engine.js';
import { timeOf } from './live.js';

const rounds = 400;
/** Rounds after which what is offered less has been taken some times. */
const settling = 100;
/** How often the user does what is predicted, whatever it is. */
const follows = 0.9;
/** How often a user of free will takes the second of the two ways: of all rounds, .04 while users follow. */
const taste = 0.4;
const intent = 'settle the account';
const start = 'office:open';
const ways = ['office:pay', 'office:refund'] as const;

/**
 * F15: a user who mostly follows what is predicted, and so makes it come true. What is offered less must keep at least
 * half of the probability with which the user really takes it against the advice; and once the user follows no more,
 * its probability has to come back.
 */
export function measureRunaway(): Finding[] {
  const random = createRandom(17);
  const engine = createLoadedEngine({
    tools: [start, ...ways].map((id) => ({
      id,
      server: 'office',
      name: id.split(':')[1]!,
      description: '',
      inputSchema: undefined,
    })),
  });
  let round = 0;
  let nextLesson = firstLesson;
  const live = (followed: number) => {
    const [first] = engine.predictNext({ intent, executed: [start], topK: 1 }).predictions;
    const own = random() < taste ? ways[1] : ways[0];
    const taken = random() < followed && first !== undefined ? first.toolId : own;
    round += 1;
    engine.observe({
      id: `round-${round}`,
      intent,
      success: true,
      executedAt: timeOf(round),
      tasks: [
        { id: 't1', toolId: start },
        { id: 't2', toolId: taken, dependsOn: ['t1'] },
      ],
    });
  };

  let lowest = 1;
  for (let count = 0; count < rounds; count += 1) {
    live(follows);
    if (round === nextLesson) {
      learn(engine);
      nextLesson = Math.ceil(nextLesson * growth);
    }
    // Before, it may never have been taken: nobody can know of it.
    if (count >= settling) lowest = Math.min(lowest, leastShare(engine));
  }
  const followed = leastShare(engine);
  for (let count = 0; count < rounds; count += 1) live(0);
  const freed = leastShare(engine);
  return [
    {
      point: 'F15',
      what: `runaway: lowest probability of what is offered less while users follow`,
      value: lowest,
      target: { atLeast: 0.02 },
      details: [
        `${followed.toFixed(3)} after ${rounds} rounds; ${freed.toFixed(3)} after ${rounds} rounds of users who follow no more (they take it in ${taste})`,
      ],
    },
    {
      point: 'F15',
      what: 'runaway: what of the probability comes back when users follow no more',
      value: freed - followed,
      target: { atLeast: 0.1 },
      details: [],
    },
  ];
}

/** The smaller of the probabilities of the two ways. */
function leastShare(engine: Engine): number {
  const { predictions } = engine.predictNext({ intent, executed: [start], topK: 3 });
  return Math.min(...ways.map((way) => predictions.find(({ toolId }) => toolId === way)?.probability ?? 0));
}
