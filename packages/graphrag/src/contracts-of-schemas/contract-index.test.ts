import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../retrieval/catalogue.js';
import { createContractIndex } from './contract-index.js';

const text = { type: 'string' };

function tool(name: string, needs: Record<string, object> = {}, gives?: Record<string, object>): ToolDefinition {
  return {
    id: `shop:${name}`,
    name,
    server: 'shop',
    inputSchema: { type: 'object', properties: needs, required: Object.keys(needs) },
    ...(gives && { outputSchema: { type: 'object', properties: gives } }),
  };
}

function indexOf(tools: readonly ToolDefinition[]) {
  const known = new Map(tools.map((definition) => [definition.id, definition]));
  const index = createContractIndex((toolId) => known.get(toolId));
  for (const toolId of known.keys()) index.touch(toolId);
  return { index, known };
}

/** The edges into the last of the tools. */
function proposals(tools: readonly ToolDefinition[], isVisible: (toolId: string) => boolean = () => true) {
  const { index } = indexOf(tools);
  return index.proposalsFor(tools.at(-1)!.id, isVisible).map(({ from, kind, input }) => [from, kind, input]);
}

function requiredInputs({ inputSchema }: ToolDefinition): readonly string[] {
  return (inputSchema as { required: string[] }).required;
}

const ship = tool('ship', { orderId: text });

describe('schema contracts', () => {
  it.each<[what: string, giver: ToolDefinition, needing: ToolDefinition]>([
    ['a field of the same words', tool('buy', {}, { order_id: text }), ship],
    [
      'a field in a list of objects',
      tool('buy', {}, { all: { type: 'array', items: { properties: { order_id: text } } } }),
      ship,
    ],
    ['a list of what is needed, by its plural', tool('buy', {}, { order_ids: { type: 'array', items: text } }), ship],
    ['a bare field of a nested object', tool('buy', {}, { order: { properties: { id: text } } }), ship],
    ['a bare field of what the giver is about', tool('create_order', {}, { id: text }), ship],
    [
      'a bare input of what the needing tool is about',
      tool('buy', {}, { order_id: text }),
      tool('ship_order', { id: text }),
    ],
    [
      'a number where an integer is needed',
      tool('buy', {}, { order_id: { type: 'integer' } }),
      tool('ship', { order_id: { type: 'number' } }),
    ],
    ['a field without a type', tool('buy', {}, { order_id: {} }), ship],
  ])('join %s', (_, giver, needing) => {
    const [input] = requiredInputs(needing);
    expect(proposals([giver, needing])).toEqual([[giver.id, 'output', input]]);
  });

  it.each<[what: string, tools: ToolDefinition[]]>([
    ['another type', [tool('buy', {}, { order_id: { type: 'boolean' } }), ship]],
    [
      'another format',
      [
        tool('buy', {}, { order_id: { ...text, format: 'uri' } }),
        tool('ship', { order_id: { ...text, format: 'uuid' } }),
      ],
    ],
    [
      'no value in common',
      [tool('buy', {}, { order_id: { enum: ['a'] } }), tool('ship', { order_id: { enum: ['b'] } })],
    ],
    ['one common word', [tool('look', {}, { status: text }), tool('ship', { status: text })]],
    ['two givers', [tool('buy', {}, { order_id: text }), tool('rent', {}, { order_id: text }), ship]],
    ['a giver that needs the value itself', [tool('track', { order_id: text }, { order_id: text }), ship]],
    [
      'an input that is not required',
      [tool('buy', {}, { order_id: text }), { ...ship, inputSchema: { properties: { orderId: text } } }],
    ],
    ['another server', [{ ...tool('buy', {}, { order_id: text }), server: 'other' }, ship]],
    ['itself alone', [tool('ship', { orderId: text }, { orderId: text })]],
  ])('do not join %s', (_, tools) => {
    expect(proposals(tools)).toEqual([]);
  });

  it('join what the name of a tool says that it gives, and a tool that a description names', () => {
    const lookup = tool('get_country_code');
    expect(proposals([lookup, tool('tax', { country_code: text })])).toEqual([[lookup.id, 'name', 'country_code']]);
    const described = tool('pay', { ref: { ...text, description: 'As returned by get_country_code.' } });
    expect(proposals([lookup, described])).toEqual([[lookup.id, 'mention', 'ref']]);
  });

  it('take for a name what is written as one, and nothing from tools that name each other', () => {
    const deck = (description: string) => tool('add_note', { deck: { type: 'string', description } });
    const many = tool('add_notes');
    const search = tool('search_cards');
    for (const [description, expected] of [
      ['The deck to add notes to', []],
      ['The deck, as add_notes gives it', [[many.id, 'mention', 'deck']]],
      ['As `addNotes` gives it', [[many.id, 'mention', 'deck']]],
      ['从search_cards返回的', [[search.id, 'mention', 'deck']]],
    ] as const) {
      expect([description, proposals([many, search, deck(description)])]).toEqual([description, expected]);
    }
    const [one, other] = ['other', 'one'].map((named, place) =>
      tool(place ? 'the_other' : 'the_one', { ref: { type: 'string', description: `See the_${named}` } }),
    );
    expect(proposals([one!, other!])).toEqual([]);
    expect(proposals([other!, one!])).toEqual([]);
  });

  it('need no tool that makes a thing where another one lists such things', () => {
    const read = tool('read_mail', { mailId: text });
    const send = tool('send_mail', { body: text }, { mailId: text });
    const search = tool('search_mail', { query: text }, { mailIds: { type: 'array', items: text } });
    expect(proposals([send, read])).toEqual([['shop:send_mail', 'output', 'mailId']]);
    expect(proposals([send, search, read])).toEqual([]);
  });

  it('take hidden tools for absent', () => {
    const [buy, rent] = [tool('buy', {}, { order_id: text }), tool('rent', {}, { order_id: text })];
    expect(proposals([buy, rent, ship], (toolId) => toolId !== rent.id)).toEqual([[buy.id, 'output', 'orderId']]);
    expect(proposals([buy, ship], (toolId) => toolId !== buy.id)).toEqual([]);
  });

  it('say where the field stands that fills an input, the least ambiguous first', () => {
    const order = { properties: { id: text } };
    const buy = tool('buy', {}, { all: { type: 'array', items: { properties: { order_id: text } } }, order });
    const { index } = indexOf([buy, ship]);
    expect(index.fieldsFor(ship.id, () => true)).toEqual([{ input: 'orderId', from: buy.id, path: 'order.id' }]);
    expect(index.fieldsFor(ship.id, (toolId) => toolId !== buy.id)).toEqual([]);
    // What a name alone says has no place in an output.
    const lookup = tool('get_country_code');
    const tax = tool('tax', { country_code: text });
    expect(indexOf([lookup, tax]).index.fieldsFor(tax.id, () => true)).toEqual([]);
  });

  it('follow tools that come, change and go, in any order', () => {
    const names = ['create_order', 'get_order_id', 'ship', 'order_pay'];
    const fields = fc.uniqueArray(fc.constantFrom('order_id', 'orderId', 'id', 'status', 'order'), { maxLength: 3 });
    const definition = fc
      .record({ name: fc.constantFrom(...names), needs: fields, gives: fields })
      .map(({ name, needs, gives }) => {
        const schemas = (keys: readonly string[]) =>
          Object.fromEntries(keys.map((key) => [key, { ...text, description: 'From get order id.' }]));
        return tool(name, schemas(needs), schemas(gives));
      });
    fc.assert(
      fc.property(fc.array(fc.tuple(definition, fc.boolean()), { maxLength: 8 }), (steps) => {
        const { index, known } = indexOf([]);
        const all = () => names.map((name) => index.proposalsFor(`shop:${name}`, () => true));
        for (const [changed, isGone] of steps) {
          if (isGone) known.delete(changed.id);
          else known.set(changed.id, changed);
          index.touch(changed.id);
          const fresh = indexOf(Array.from(known.values()).reverse()).index;
          expect(all()).toEqual(names.map((name) => fresh.proposalsFor(`shop:${name}`, () => true)));
        }
      }),
    );
  });

  it('read hostile schemas in bounded time', () => {
    const cyclic: Record<string, unknown> = { type: 'object' };
    cyclic.properties = {
      order: cyclic,
      ...Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`a_${index}`, text])),
    };
    const giver = { ...tool('give'), outputSchema: cyclic };
    const long = tool('take', { ref: { description: 'give it '.repeat(100_000) }, __proto__key: text });
    expect(proposals([giver, long])).toEqual([]);
  });
});
