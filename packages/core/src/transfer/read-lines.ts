import { untilAborted } from '../embedding/deadline.js';
import { throwIfAborted } from '../errors/aborted.js';
import { importInvalid } from './import-errors.js';

/** Longest line that is taken in, in UTF-16 code units: many times what the largest execution needs. */
const maxLineLength = 64 * 1024 * 1024;

export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a text that comes in chunks, however it is cut: without blank ones, ends of lines and a byte order mark.
 * @throws AgentCardsError `IMPORT_INVALID` for bytes that are not UTF-8 and endless lines | `ABORTED`
 */
export async function* readLines(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<NumberedLine, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 1;
  let rest = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw importInvalid(number, 'is not UTF-8');
    }
  };
  for await (const chunk of abortable(chunks, signal)) {
    const [end = '', ...lines] = (typeof chunk === 'string' ? chunk : decode(chunk)).split('\n');
    rest += end;
    for (const next of lines) {
      yield* line(rest, number);
      number += 1;
      rest = next;
    }
    if (rest.length > maxLineLength) throw importInvalid(number, 'does not end');
  }
  yield* line(rest + decode(), number);
}

function* line(text: string, number: number): Generator<NumberedLine, void, undefined> {
  const bare = (number === 1 ? text.replace(/^\uFEFF/, '') : text).trim();
  if (bare !== '') yield { number, text: bare };
}

/** Goes on as soon as the signal aborts, whatever the source waits for. */
async function* abortable<Value>(
  source: AsyncIterable<Value> | Iterable<Value>,
  signal: AbortSignal,
): AsyncGenerator<Value, void, undefined> {
  throwIfAborted(signal);
  if (!(Symbol.asyncIterator in source)) {
    for (const value of source) {
      yield value;
      throwIfAborted(signal);
    }
    return;
  }
  const values = source[Symbol.asyncIterator]();
  let isOver = false;
  const end = async () => values.return?.();
  try {
    for (;;) {
      const { done, value } = await untilAborted(values.next(), signal).catch((error: unknown) => {
        throwIfAborted(signal);
        // A source that failed is over.
        isOver = true;
        throw error;
      });
      isOver = done === true;
      if (isOver) return;
      yield value;
    }
  } finally {
    // After an abort it is told and not waited for: a source that hangs would hang here too.
    if (!isOver) await untilAborted(end(), signal).catch(() => {});
  }
}
