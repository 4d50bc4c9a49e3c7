import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { assertMembers, isListOf, isObjectOf, isText, optional } from './check.js';

interface Options {
  readonly name: string;
  readonly lists?: { readonly logins?: readonly string[] | undefined } | undefined;
}
const check = (value: unknown) =>
  assertMembers<Options>('The options', value as Options, {
    name: isText,
    lists: optional(isObjectOf({ logins: optional(isListOf(isText)) })),
  });
const messageFor = (value: unknown) => {
  try {
    check(value);
    return 'accepted';
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_INPUT' });
    return (error as Error).message;
  }
};

test.each([
  [{ name: 'a' }],
  [{ name: 'a', lists: undefined }],
  [Object.assign(Object.create(null), { name: 'a', lists: { logins: [] } })],
  [runInNewContext(`({ name: 'a', lists: { logins: ['b'] } })`)],
])('what is of the form passes: %j', (value) => expect(messageFor(value)).toBe('accepted'));

class Inherited {
  get name() {
    return 'a';
  }
}

test.each([
  [undefined, 'The options must be an object.'],
  [null, 'The options must be an object.'],
  ['text', 'The options must be an object.'],
  [[], 'The options must be an object.'],
  [() => {}, 'The options must be an object.'],
  [new Map([['name', 'a']]), 'The options must be an object.'],
  [new Inherited(), 'The options must be an object.'],
  [Object.create({ name: 'a' }), 'The options must be an object.'],
  [Object.create(Object.create(null)), 'The options must be an object.'],
  [{}, 'name must be text.'],
  [{ name: 'a', list: {} }, 'Unknown option "list". Did you mean "lists"?'],
  [{ name: 'a', x: undefined }, 'Unknown option "x".'],
  [JSON.parse('{"name":"a","__proto__":{}}'), 'Unknown option "__proto__".'],
  [Object.defineProperty({ name: 'a' }, 'hidden', { value: 1 }), 'Unknown option "hidden".'],
  [{ name: 'a', lists: null }, 'lists must be an object.'],
  [{ name: 'a', lists: { login: [] } }, 'Unknown option "lists.login". Did you mean "lists.logins"?'],
  [{ name: 'a', lists: { logins: 'boss' } }, 'lists.logins must be a list.'],
  [{ name: 'a', lists: { logins: ['boss', 7] } }, 'lists.logins[1] must be text.'],
  [{ name: 'a', lists: { logins: Array(1) } }, 'lists.logins[0] must be text.'],
])('and what is not is refused, by its path: %j', (value, message) => expect(messageFor(value)).toBe(message));
