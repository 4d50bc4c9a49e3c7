import { isRecord } from './is-record.js';

const invalidRequest = -32600;

/** Goes into the `data` of an error that stands for an answer of the wrong shape: no server can send this very object. */
const mark = Object.freeze({});

/**
 * The answer that a line was meant to be, as one that fails: whoever waits for it would wait until the time is over.
 * Undefined for lines that answer no request. What was in it is not repeated: it may be what a tool gave out.
 */
export function malformedAnswer(line: string) {
  const id = idOf(line);
  if (id === undefined) return undefined;
  const error = { code: invalidRequest, message: 'neither a result nor an error of JSON-RPC', data: mark };
  return { jsonrpc: '2.0' as const, id, error };
}

/** Whether an error is that of `malformedAnswer`, as opposed to one that a server sent. */
export function isMalformedAnswer(error: unknown): boolean {
  return error instanceof Error && 'data' in error && error.data === mark;
}

function idOf(line: string): string | number | undefined {
  try {
    const message: unknown = JSON.parse(line);
    // With a method it is a request or a notification of the server's own, and without any member of an answer a line of a log.
    if (!isRecord(message) || 'method' in message) return undefined;
    if (!('jsonrpc' in message || 'result' in message || 'error' in message)) return undefined;
    return typeof message.id === 'string' || typeof message.id === 'number' ? message.id : undefined;
  } catch {
    return undefined;
  }
}
