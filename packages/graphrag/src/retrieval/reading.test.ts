import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { asksToKnow, changesSomething } from './reading.js';

describe('an intent', () => {
  it.each([
    'which incidents are open',
    'How much money do I have?',
    'can you tell me if the door is locked',
    "I'd like to know when the last payout was",
    'show me the reviews of the oak shelf',
    'is room 3 free at ten, and who has it',
    'hey, what does DHL cost to Austria',
  ])('asks to know something: %s', (text) => expect(asksToKnow(text)).toBe(true));

  it.each([
    'open an incident',
    'where is the parcel? tell the customer',
    'can you send the invoice',
    'do the dishes',
    'have it signed',
    'find a time and book a room',
    '',
  ])('asks for more: %s', (text) => expect(asksToKnow(text)).toBe(false));
});

describe('a tool', () => {
  it.each(['create_vm', 'sendMail', 'lock-card', 'order_groceries', 'Delete File'])('changes something: %s', (name) => {
    expect(changesSomething({ name })).toBe(true);
    expect(changesSomething({ name, readOnly: true })).toBe(false);
  });

  it.each(['list_orders', 'getOrder', 'order_history', 'post_list', 'weather', 'set', ''])(
    'changes nothing: %s',
    (name) => {
      expect(changesSomething({ name })).toBe(name === 'set');
    },
  );
});

describe('where it is only asked to know something', () => {
  const names = ['open_incident', 'list_incidents', 'page_oncall', 'find_oncall'];
  const engine = createEngine();
  engine.upsertTools(names.map((name) => ({ id: `ops:${name}`, name, description: name.replace('_', ' ') })));
  for (const [place, what] of ['payments are down', 'login is broken', 'the warehouse does not answer'].entries()) {
    const tasks = ['open_incident', 'page_oncall'].map((name) => ({ toolId: `ops:${name}` }));
    engine.observe({ id: `i${place}`, intent: `incident: ${what}`, success: true, tasks });
  }

  it('tools that only tell something come first, and with explained scores', () => {
    const [first] = engine.search({ text: 'which incidents are there', explain: true }).results;
    expect(first?.toolId).toBe('ops:list_incidents');
    for (const { score, explanation = {} } of engine.search({ text: 'which incidents are there', explain: true })
      .results) {
      expect(Object.values(explanation).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    }
  });

  it('no plan changes anything for what was done when it was asked to do something', () => {
    const plan = engine.suggest({ intent: 'which incidents are there' }).dag.tasks.map(({ toolId }) => toolId);
    expect(plan).not.toContain('ops:open_incident');
    expect(plan).not.toContain('ops:page_oncall');
    expect(engine.suggest({ intent: 'incident: the shop is down' }).dag.tasks).toHaveLength(2);
  });
});
