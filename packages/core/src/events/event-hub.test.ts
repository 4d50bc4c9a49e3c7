import { expect, test } from 'vitest';
import { EventHub } from './event-hub.js';

interface Numbers {
  readonly one: number;
  readonly two: number;
}

test('listeners hear what they asked for, in their order, until they end it', () => {
  const hub = new EventHub<Numbers>(() => expect.unreachable());
  const heard: string[] = [];
  const listener = (value: number) => heard.push(`a${value}`);
  const end = hub.on('one', listener);
  hub.on('one', listener);
  hub.on('one', (value) => heard.push(`b${value}`));
  hub.on('two', (value) => heard.push(`two ${value}`));
  hub.emit('one', 1);
  end();
  end();
  hub.emit('one', 2);
  hub.emit('two', 3);
  hub.clear();
  hub.emit('two', 4);
  expect(heard).toEqual(['a1', 'a1', 'b1', 'a2', 'b2', 'two 3']);
});

test('a listener that throws or rejects is reported, and the others hear all the same', async () => {
  const errors: unknown[] = [];
  const heard: number[] = [];
  const hub = new EventHub<Numbers>((error) => errors.push(error));
  hub.on('one', () => {
    throw new Error('thrown');
  });
  hub.on('one', async () => {
    throw new Error('rejected');
  });
  const end: () => void = hub.on('one', () => end());
  hub.on('one', (value) => heard.push(value));
  hub.emit('one', 7);
  await Promise.resolve();
  await Promise.resolve();
  expect(heard).toEqual([7]);
  expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
});
