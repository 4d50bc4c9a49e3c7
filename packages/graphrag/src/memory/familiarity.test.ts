import { expect, test, vi } from 'vitest';
import { createEngine } from '../create-engine.js';
import { familiarityOf } from './familiarity.js';

const tool = (server: string, name: string, description: string) => ({
  id: `${server}:${name}`,
  server,
  name,
  description,
});
const tools = [
  tool('weather', 'geocode', 'Coordinates of a place'),
  tool('weather', 'forecast', 'Weather forecast for coordinates'),
  tool('mail', 'send_email', 'Sends an e-mail'),
  tool('mail', 'read_email', 'Reads an e-mail'),
  tool('mail', 'delete_email', 'Deletes an e-mail'),
  tool('github', 'merge_pull_request', 'Merges a pull request'),
  tool('github', 'create_pull_request', 'Opens a pull request'),
];
const places = ['Rome', 'Paris', 'Oslo', 'Lima'];

function engines() {
  const [fresh, experienced] = [createEngine(), createEngine()];
  for (const engine of [fresh, experienced]) engine.upsertTools(tools);
  for (let times = 0; times < 60; times++) {
    experienced.observe({
      intent: `weather for ${places[times % places.length]}`,
      success: true,
      executedAt: times * 3_600_000,
      tasks: [
        { id: 'a', toolId: 'weather:geocode', success: true },
        { id: 'b', toolId: 'weather:forecast', success: true, dependsOn: ['a'] },
      ],
    });
  }
  const learning = experienced.learnWeights();
  while (!learning.next().done);
  expect(Object.keys(experienced.weights())).not.toEqual([]);
  return { fresh, experienced };
}

test('what was learned from intents of one kind says little about those of another', () => {
  const { fresh, experienced } = engines();
  for (const intent of ['delete all my e-mails', 'merge pull request 7', 'hello', 'send an email to Bob']) {
    const [before, after] = [fresh, experienced].map((engine) => engine.suggest({ intent }));
    expect(after!.dag.tasks.map(({ toolId }) => toolId)).toEqual(before!.dag.tasks.map(({ toolId }) => toolId));
    expect(Math.abs(after!.confidence - before!.confidence)).toBeLessThan(0.05);
    const [first, later] = [fresh, experienced].map((engine) => engine.predictNext({ intent, executed: [] }));
    // Where nothing else speaks for any tool, what people begin with does.
    if (intent !== 'hello') expect(later!.predictions[0]!.toolId).toBe(first!.predictions[0]!.toolId);
  }
  // And much about those of the same.
  expect(experienced.suggest({ intent: 'weather for Rome' }).confidence).toBeGreaterThan(0.8);
  expect(experienced.suggest({ intent: 'weather for Bern' }).dag.tasks).toHaveLength(2);
});

test('nor how those are asked whose servers nobody has used', () => {
  const words = ['alpha', 'beta', 'gamma', 'delta', 'kappa', 'sigma', 'omega', 'lambda'];
  const used = words.flatMap((a) => words.map((b) => tool('used', `${a}_${b}`, `Gives the ${a} of a ${b}`)));
  const expectedF1 = (server: string) => {
    const engine = createEngine();
    engine.upsertTools([
      ...used,
      tool(server, 'water_plants', 'Waters the plants'),
      tool('other', 'feed_cat', 'Feeds the cat'),
    ]);
    for (const { id, description } of used) {
      engine.observe({ id, intent: description, success: true, tasks: [{ toolId: id, success: true }] });
    }
    const learning = engine.learnWeights();
    while (!learning.next().done);
    return engine.suggest({ intent: 'water my plants' }).expectedNodeF1;
  };
  // Words were always right here, which says that they are elsewhere of the same server only.
  expect(expectedF1('used')).toBeGreaterThan(expectedF1('garden') + 0.1);
});

test('how like the past is to what is asked is found out once for all steps of a task, and anew where it has changed', () => {
  type Given = Parameters<typeof familiarityOf>;
  const likenessTo = vi.fn(() => () => 0.3);
  const state = { memory: { likenessTo }, habits: { runs: new Map() }, isLeftOut: () => true } as unknown as Given[2];
  const near = [{ execution: { intent: 'past', tasks: [{ toolId: 'a' }] } }] as unknown as Given[1];
  const familiarities = [near, near, [...near]].map((each) =>
    familiarityOf({ text: 'asked' }, each, state, () => true),
  );
  expect(new Set(familiarities).size).toBe(1);
  expect(likenessTo).toHaveBeenCalledTimes(2);
});
