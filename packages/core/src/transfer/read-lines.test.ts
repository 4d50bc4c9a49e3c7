import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NumberedLine, readLines } from './read-lines.js';

type Chunks = Parameters<typeof readLines>[0];

async function collect(chunks: Chunks, signal = new AbortController().signal): Promise<NumberedLine[]> {
  const lines: NumberedLine[] = [];
  for await (const line of readLines(chunks, signal)) lines.push(line);
  return lines;
}

function cut<Part extends string | Uint8Array>(
  whole: Part,
  places: readonly number[],
  part: (from: number, to: number) => Part,
) {
  const bounds = [0, ...places.map((place) => place % (whole.length + 1)), whole.length].sort((a, b) => a - b);
  return bounds.slice(1).map((end, index) => part(bounds[index]!, end));
}

test('lines are the same however the text is cut, as texts and as bytes', async () => {
  const content = fc.constantFrom('{}', 'é😀', '', ' x ', 'a\u2028b');
  await fc.assert(
    fc.asyncProperty(
      fc.array(content, { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\uFEFF'),
      fc.boolean(),
      fc.array(fc.nat()),
      async (contents, end, mark, isEnded, places) => {
        const text = mark + contents.join(end) + (isEnded ? end : '');
        const expected = contents
          .map((content, index) => ({ number: index + 1, text: content.trim() }))
          .filter((line) => line.text !== '');
        expect(await collect(cut(text, places, (from, to) => text.slice(from, to)))).toEqual(expected);
        const bytes = new TextEncoder().encode(text);
        expect(await collect(cut(bytes, places, (from, to) => bytes.subarray(from, to)))).toEqual(expected);
      },
    ),
  );
});

test('bytes that are not UTF-8 are refused by line, also where the text ends within a character', async () => {
  const [first, second] = [new TextEncoder().encode('ok\n'), Uint8Array.of(0xc3)];
  const refused = { code: 'IMPORT_INVALID', details: { line: 2 } };
  await expect(collect([first, Uint8Array.of(0xff)])).rejects.toMatchObject(refused);
  await expect(collect([first, second])).rejects.toMatchObject(refused);
});

test('a line without an end is refused', async () => {
  const chunk = 'x'.repeat(8 * 1024 * 1024);
  await expect(collect(Array.from({ length: 20 }, () => chunk))).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
});

test('a signal ends the wait for a source that hangs, and the source is told', async () => {
  let returned = false;
  const source: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => {}),
      return: async () => {
        returned = true;
        return { done: true, value: undefined };
      },
    }),
  };
  const controller = new AbortController();
  const reading = collect(source, controller.signal);
  controller.abort('enough');
  await expect(reading).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
  expect(returned).toBe(true);
  await expect(collect(['a'], controller.signal)).rejects.toMatchObject({ code: 'ABORTED' });
});

test('a source that is left early is ended once, one that failed or is over not at all', async () => {
  let ended = 0;
  const source = (failing: boolean): AsyncIterable<Uint8Array> => {
    const chunks = [new TextEncoder().encode('ok\n'), Uint8Array.of(0xff)];
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          const value = chunks.shift();
          if (failing) throw new Error('torn');
          return value === undefined ? { done: true, value } : { done: false, value };
        },
        async return() {
          ended += 1;
          throw new Error('not heard');
        },
      }),
    };
  };
  await expect(collect(source(true))).rejects.toThrow('torn');
  expect(ended).toBe(0);
  await expect(collect(source(false))).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
  expect(ended).toBe(1);
});
