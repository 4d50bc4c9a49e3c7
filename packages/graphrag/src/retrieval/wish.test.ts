import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';
import { readWish } from './wish.js';

const refused = (text: string) => readWish(text).refused;

describe('an intent that says what is not to be done', () => {
  it.each([
    ['refund Ada but don’t mail her', 'mail her'],
    ['do not deploy, just run the pipeline', 'deploy'],
    ['book the trip, please never call the customer', 'call the customer'],
    ['migrate users without a backup', 'a backup'],
    ['set up a server, no certificate needed', 'certificate needed'],
    ['find a time, we need no room', 'room'],
    ['tell them by chat, not by mail', 'by mail'],
    ['draw bars instead of a line and send them', 'a line'],
    ['you don’t have to book a room for it', 'book a room for it'],
    ['read the graph, do not call delete_entities', 'delete_entities'],
    ['open an issue but not on GitHub', 'on GitHub'],
    ['Termin finden ohne Raum', 'Raum'],
    ['create the release. Don’t deploy the app without running the tests', 'deploy the app'],
    ['post "please do not merge branches today" to the channel', 'merge branches today'],
  ])('%s', (text, phrase) => {
    expect(refused(text)).toEqual([phrase]);
    expect(readWish(text).asked).not.toContain(phrase);
  });

  it.each([
    'don’t forget to send the invoice',
    'do not hesitate to roll it back',
    'users don’t have a group, make one',
    'why doesn’t the build pass? run it again',
    'I no longer need the alarm, delete it',
    'Tim has not paid yet, remind him',
    'the database has no index',
    'not only the logs',
    'set the heading to the Open Sans font',
    'plot a sin wave',
    'nothing works without a backup, so create one',
    'no report was created last week, create it now',
  ])('is none: %s', (text) => {
    expect(readWish(text)).toEqual({ asked: text, refused: [] });
  });

  it('loses no word of any text, and reads long ones soon', () => {
    const words = fc.constantFrom(
      'do not',
      'without',
      'no',
      ', ',
      'but',
      'send',
      'mail',
      '   ',
      '. ',
      'not',
      'instead of',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
        const text = parts.join(' ');
        const { asked, refused: phrases } = readWish(text);
        const count = (some: string, word: string) => some.split(/[^a-z]+/u).filter((other) => other === word).length;
        for (const word of ['send', 'mail']) {
          const kept = [asked, ...phrases].reduce((sum, some) => sum + count(some, word), 0);
          expect(kept).toBe(count(text, word));
        }
        for (const phrase of phrases) expect(text).toContain(phrase);
      }),
    );
    const spaces = ' '.repeat(16_000);
    expect(refused(`,${spaces}do not${spaces.slice(0, 100)}send`)).toEqual(['send']);
    expect(refused('without '.repeat(2_000)).length).toBeLessThan(2_000);
    // A square of their number would take minutes.
    const lines = '\n'.repeat(7_000);
    expect(refused(`${lines}do not${lines}send`)).toEqual(['send']);
    expect(refused(`not ${lines}`)).toEqual([]);
  });
});

const tools = ['find_customer', 'create_invoice', 'send_invoice', 'send_email', 'list_rooms', 'book_room', 'find_slot'];

function billing() {
  const engine = createEngine();
  engine.upsertTools(
    tools.map((name) => ({ id: `office:${name}`, name, description: `${name.replaceAll('_', ' ')} of the office` })),
  );
  for (const [place, name] of ['Ada', 'Grace', 'Alan', 'Barbara'].entries()) {
    engine.observe({
      id: `i${place}`,
      intent: `bill ${name} for the workshop`,
      success: true,
      tasks: ['find_customer', 'create_invoice', 'send_invoice'].map((tool) => ({ toolId: `office:${tool}` })),
    });
  }
  return engine;
}

const planned = ({ dag }: { dag: { tasks: readonly { toolId: string }[] } }) =>
  dag.tasks.map(({ toolId }) => toolId.slice('office:'.length));

describe('a tool that the intent forbids', () => {
  it('is in no plan, and the plan says why', () => {
    const engine = billing();
    expect(planned(engine.suggest({ intent: 'bill Tim for the workshop' }))).toContain('send_invoice');
    const plan = engine.suggest({ intent: 'bill Tim for the workshop but do not send it yet' });
    expect(planned(plan)).toEqual(['find_customer', 'create_invoice']);
    for (const other of plan.alternatives) expect(planned(other)).not.toContain('send_invoice');
    expect(plan.rationale).toContain('office:send_invoice ran too, and the intent says not to.');
  });

  it('is named with others in one order, whichever came first', () => {
    const names = ['send_invoice', 'send_reminder', 'send_email', 'create_invoice'];
    const rationaleOf = (known: readonly string[]) => {
      const engine = createEngine();
      engine.upsertTools(known.map((name) => ({ id: `office:${name}`, name, description: name.replace('_', ' an ') })));
      const tasks = ['create_invoice', 'send_invoice', 'send_email'].map((name) => ({ toolId: `office:${name}` }));
      engine.observe({ id: 'e', intent: 'invoice for Ada', success: true, tasks });
      return engine.suggest({ intent: 'invoice for Ada but do not send it' }).rationale;
    };
    expect(rationaleOf(names).join(' ')).toContain('office:send_email and office:send_invoice ran too');
    expect(rationaleOf(names.toReversed())).toEqual(rationaleOf(names));
  });

  it('is in the plan all the same where another needs it by declaration', () => {
    const engine = billing();
    engine.addDependencies([{ from: 'office:list_rooms', to: 'office:book_room', source: 'user' }]);
    expect(planned(engine.suggest({ intent: 'book a room without listing rooms' }))).toEqual([
      'list_rooms',
      'book_room',
    ]);
  });

  it('is not foreseen, but what comes after it', () => {
    const engine = billing();
    const executed = ['office:find_customer', 'office:create_invoice'];
    const asked = 'bill Tim for the workshop';
    expect(engine.predictNext({ intent: asked, executed }).predictions[0]?.toolId).toBe('office:send_invoice');
    const { predictions, stop } = engine.predictNext({ intent: `${asked} but don’t send it`, executed, topK: 20 });
    expect(predictions.map(({ toolId }) => toolId)).not.toContain('office:send_invoice');
    expect(stop).toBeGreaterThan(0.8);
    expect(predictions.reduce((sum, { probability }) => sum + probability, stop)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('is not what search finds first, whatever was done before', () => {
    const engine = billing();
    const first = (text: string) => engine.search({ text }).results[0]?.toolId;
    expect(first('find a slot without booking a room')).toBe('office:find_slot');
    expect(first('bill Tim for the workshop but do not send it')).not.toBe('office:send_invoice');
  });

  it('is one whose name the rest of the intent does not say as much', () => {
    const engine = billing();
    const first = (text: string) => engine.search({ text }).results[0]?.toolId;
    expect(first('send the invoice but do not send an email')).toBe('office:send_invoice');
    // What is forbidden is all that is said.
    expect(first('do not send the invoice')).toBe('office:send_invoice');
  });

  it('is none whose name says no itself', () => {
    const engine = createEngine();
    const names = ['set_status', 'set_do_not_disturb', 'cancel_booking', 'mark_no_show', 'find_booking'];
    engine.upsertTools(names.map((name) => ({ id: `x:${name}`, name, description: name.replaceAll('_', ' ') })));
    const first = (text: string) => engine.search({ text }).results[0]?.toolId;
    expect(first('my status: do not disturb')).toBe('x:set_do_not_disturb');
    expect(first('booking of Ada: no show')).toBe('x:mark_no_show');
  });

  it('leaves the words of other refusals where they are', () => {
    const engine = billing();
    engine.upsertTools([
      { id: 'air:find_direct', name: 'find_direct', description: 'find a flight without stopovers' },
    ]);
    expect(engine.textToEmbed('a flight without stopovers, do not send an email')).toContain('stopovers');
    expect(engine.textToEmbed('a flight without stopovers, do not send an email')).not.toContain('email');
  });

  it('is foreseen all the same where another needs it by declaration', () => {
    const engine = createEngine();
    engine.upsertTools([
      { id: 'db:create_backup', name: 'create_backup', description: 'create a backup' },
      { id: 'db:migrate_users', name: 'migrate_users', description: 'migrate the users' },
    ]);
    engine.addDependencies([{ from: 'db:create_backup', to: 'db:migrate_users', source: 'user' }]);
    const { predictions } = engine.predictNext({ intent: 'migrate users without a backup', executed: [] });
    expect(predictions[0]?.toolId).toBe('db:create_backup');
  });

  it('is what would be done with what is asked for', () => {
    const engine = billing();
    for (const text of ['invoice for Ada but do not send it', 'create the invoice, don’t send it']) {
      expect(engine.suggest({ intent: text }).dag.tasks.map(({ toolId }) => toolId)).not.toContain(
        'office:send_invoice',
      );
      expect(engine.search({ text }).results[0]?.toolId).not.toBe('office:send_invoice');
    }
  });

  it('is every tool of a server that is ruled out', () => {
    const engine = createEngine();
    engine.upsertTools(
      ['github', 'gitlab'].map((server) => ({
        id: `${server}:create_issue`,
        name: 'create_issue',
        description: 'Create an issue',
        server,
      })),
    );
    for (const [server, other] of [
      ['GitHub', 'gitlab'],
      ['GitLab', 'github'],
    ] as const) {
      const [first] = engine.search({ text: `create an issue, but not on ${server}` }).results;
      expect(first?.toolId).toBe(`${other}:create_issue`);
      const { dag } = engine.suggest({ intent: `create an issue but not on ${server}` });
      expect(dag.tasks.map(({ toolId }) => toolId)).toEqual([`${other}:create_issue`]);
    }
  });

  it('is told by what the caller may see', () => {
    const engine = billing();
    const without = createEngine();
    without.upsertTools(
      tools
        .filter((name) => name !== 'send_email')
        .map((name) => ({ id: `office:${name}`, name, description: `${name.replaceAll('_', ' ')} of the office` })),
    );
    const text = 'find a customer, no email, no invoice';
    const filter = ({ id }: { readonly id: string }) => id !== 'office:send_email';
    const seen = engine.search({ text, filter, experience: false, explain: true }).results;
    expect(seen).toEqual(without.search({ text, filter: () => true, experience: false, explain: true }).results);
  });
});
