import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';

const tools = [
  ['list_shipments', 'List shipments of a day'],
  ['schedule_pickup', 'Ask the carrier to collect parcels'],
  ['cancel_pickup', 'Cancel a pickup that was scheduled'],
  ['send_mail', 'Send an e-mail'],
] as const;

function knowing(...intents: readonly string[]) {
  const engine = createEngine();
  engine.upsertTools(
    tools.map(([name, description]) => ({ id: `parcels:${name}`, name, description, server: 'parcels' })),
  );
  for (const [place, intent] of intents.entries()) {
    const tasks = ['list_shipments', 'schedule_pickup', 'send_mail'].map((name) => ({ toolId: `parcels:${name}` }));
    engine.observe({ id: `p${place}`, intent, success: true, tasks });
  }
  return engine;
}

const collecting = ['UPS pickup tomorrow please', 'a UPS pickup on Monday', 'pickup by UPS at noon'];
const asked = 'cancel the UPS pickup tomorrow';

describe('a tool that the words of an intent single out', () => {
  it('is found first beside those that were used for the like, which are less sure then', () => {
    const engine = knowing(...collecting);
    const { results } = engine.search({ text: asked, explain: true, includeRequirements: false });
    expect(results[0]?.toolId).toBe('parcels:cancel_pickup');
    expect(results.find(({ toolId }) => toolId === 'parcels:schedule_pickup')).toBeDefined();
    for (const { score, explanation = {} } of results) {
      expect(score).toBeLessThanOrEqual(results[0]!.score);
      expect(Object.values(explanation).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    }
  });

  it('is planned instead of what it stands for, and what that had beside it stays an alternative', () => {
    const plan = knowing(...collecting).suggest({ intent: asked });
    const planned = plan.dag.tasks.map(({ toolId }) => toolId);
    expect(planned).toContain('parcels:cancel_pickup');
    expect(planned).not.toContain('parcels:schedule_pickup');
  });

  it('is not what is asked for where it was said in full and another was used', () => {
    const engine = knowing('cancel the UPS pickup of Monday', 'cancel my UPS pickup');
    const plan = engine.suggest({ intent: asked }).dag.tasks.map(({ toolId }) => toolId);
    expect(plan).toEqual(['parcels:list_shipments', 'parcels:schedule_pickup', 'parcels:send_mail']);
  });
});
