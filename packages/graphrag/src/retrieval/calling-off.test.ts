import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { callsOff, takesBack } from './calling-off.js';

describe('an intent', () => {
  it.each([
    'call off the pickup tomorrow',
    'cancel it',
    'the choir doesn’t need the hall any more',
    'Ada no longer wants the newsletter',
    'dinner with Lea is off',
    'take eggs off the shopping list',
    'take it out of the calendar',
    "Lara isn't having the soup",
    'withdraw the purchase order',
    'stop the monthly donation',
    'and please stop it',
  ])('calls something off: %s', (text) => expect(callsOff(text)).toBe(true));

  it.each([
    'the printer does not work any more',
    "I can't log in",
    'call the office',
    'take a note',
    'a stopover in Rome',
    'turn off the light',
    'a taxi to the next stop',
    'how do I cancel an order',
    '',
  ])('calls nothing off: %s', (text) => expect(callsOff(text)).toBe(false));

  it('is read in time that grows with its length', () => {
    const long = 'take call is don’t can’t '.repeat(40_000);
    expect(callsOff(long)).toBe(false);
    expect(callsOff(`take ${'a'.repeat(1_000_000)}`)).toBe(false);
  });
});

it.each([
  ['cancel_pickup', true],
  ['unlockCard', true],
  ['close-ticket', true],
  ['schedule_pickup', false],
  ['list_units', false],
  ['markUnread', false],
  ['', false],
])('whether %s undoes something: %s', (name, undoes) => expect(takesBack(name)).toBe(undoes));

describe('what was done is no example of how to undo it', () => {
  const engine = createEngine();
  const names = ['find_hall', 'book_hall', 'release_hall', 'send_note'];
  engine.upsertTools(names.map((name) => ({ id: `house:${name}`, name, description: name.replace('_', ' a ') })));
  const tasks = ['find_hall', 'book_hall'].map((name) => ({ toolId: `house:${name}` }));
  for (const [place, group] of ['theatre', 'chess', 'film'].entries()) {
    engine.observe({ id: `e${place}`, intent: `a room for the ${group} group on Friday`, success: true, tasks });
  }
  const scoreOf = (text: string, toolId: string) =>
    engine.search({ text, topK: 4 }).results.find((result) => result.toolId === toolId)?.score ?? 0;

  it('speaks less for the tools in search', () => {
    const asked = scoreOf('the theatre group needs a room on Friday', 'house:book_hall');
    expect(asked).toBeGreaterThan(0.5);
    expect(scoreOf("the theatre group doesn't need a room on Friday", 'house:book_hall')).toBeLessThan(asked / 2);
  });

  it('has less of a vote in plans', () => {
    const confident = engine.suggest({ intent: 'the theatre group needs a room on Friday' });
    const doubtful = engine.suggest({ intent: "the theatre group doesn't need a room on Friday" });
    expect(doubtful.expectedNodeF1).toBeLessThan(confident.expectedNodeF1);
  });

  it('speaks as before for what was called off before', () => {
    const calledOff = { id: 'off', intent: "the choir doesn't need its room on Friday", success: true };
    engine.observe({ ...calledOff, tasks: [{ toolId: 'house:find_hall' }] });
    expect(scoreOf("the choir doesn't need its room on Monday", 'house:find_hall')).toBeGreaterThan(0.5);
  });
});
