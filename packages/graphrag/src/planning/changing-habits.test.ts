import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';

const hour = 3_600_000;
const start = Date.UTC(2026, 8, 1);
const branches = ['main', 'release', 'login', 'hotfix'];
const wordings = ['deploy', 'ship', 'publish', 'release to production'];
const intentOf = (round: number) => `${wordings[round % 4]} ${branches[Math.floor(round / 4) % 4]}`;
const usual = ['run_tests', 'deploy', 'post_message'];
const longer = ['run_tests', 'tag_release', 'deploy', 'post_message'];

function createWorld() {
  const engine = createEngine();
  engine.upsertTools(longer.map((name) => ({ id: name, name, description: name.replace('_', ' ') })));
  return {
    engine,
    run: (round: number, toolIds: readonly string[]) =>
      engine.observe({
        intent: intentOf(round),
        success: true,
        executedAt: start + round * hour,
        tasks: toolIds.map((toolId) => ({ toolId })),
      }),
    planned: (intent: string) => {
      const { dag, confidence, alternatives } = engine.suggest({ intent });
      const setOf = ({ tasks }: typeof dag) =>
        tasks
          .map(({ toolId }) => toolId)
          .sort()
          .join();
      return { tools: setOf(dag), confidence, alternatives: alternatives.map((other) => setOf(other.dag)) };
    },
  };
}

const setOf = (toolIds: readonly string[]) => toolIds.toSorted().join();

describe('a step that every run has since a while', () => {
  it('is planned soon, though many more were without it', () => {
    const { run, planned } = createWorld();
    for (let round = 0; round < 64; round++) run(round, usual);
    let wrong = 0;
    for (let round = 64; round < 112; round++) {
      if (planned(intentOf(round)).tools !== setOf(longer)) wrong++;
      run(round, longer);
    }
    expect(wrong).toBeLessThanOrEqual(16);
  });
});

describe('a step that some runs have', () => {
  it('is in the plan or in an alternative, and so is the plan without it', () => {
    const { run, planned } = createWorld();
    for (let round = 0; round < 64; round++) run(round, Math.imul(round, 2_654_435_761) < 0 ? usual : longer);
    let both = 0;
    for (let round = 64; round < 80; round++) {
      const { tools, alternatives } = planned(intentOf(round));
      const known = [tools, ...alternatives];
      if (known.includes(setOf(usual)) && known.includes(setOf(longer))) both++;
    }
    // Some had one of the two each time they were asked for.
    expect(both).toBeGreaterThanOrEqual(12);
  });

  it('is no alternative where hardly any had it', () => {
    const { run, planned } = createWorld();
    for (let round = 0; round < 64; round++) run(round, round === 3 ? longer : usual);
    expect(planned(intentOf(9)).alternatives).not.toContain(setOf(longer));
  });
});
