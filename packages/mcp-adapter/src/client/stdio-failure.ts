import { AgentCardsError, type ErrorCode } from '@agentcards/core';
import { isCoreError } from './is-core-error.js';
import { isMalformedAnswer } from './malformed-answer.js';
import { isProtocolError, refusal, withoutPrefix } from './refusal.js';
import type { ServerProcess } from './server-process.js';
import type { StdioTransport } from './stdio-transport.js';

const timedOut: ErrorCode = 'SERVER_TIMEOUT';

export interface Failed {
  readonly server: string;
  /** The protocol's method that was under way; undefined when the server went by itself. */
  readonly method: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly child: ServerProcess;
  /** How the process ended, if it did. */
  readonly ended: string | undefined;
  readonly transport: StdioTransport;
}

/** The coded error for what went wrong, with what is known about the server by now. */
export function stdioFailure(error: unknown, failed: Failed): AgentCardsError {
  const { server, method, signal, child, ended, transport } = failed;
  const starting = method === 'initialize';
  const reason = signal?.aborted && isCoreError(signal.reason) ? signal.reason : undefined;
  if (reason !== undefined && reason.code !== timedOut) return reason;
  if (isCoreError(error)) return error;

  const violation = transport.violation ?? (starting && reason ? transport.strayLines : undefined);
  if (violation !== undefined) {
    return withOutput('SERVER_PROTOCOL_ERROR', `Server "${server}" ${violation}.`, child, {
      hint: 'On stdio, stdout belongs to the protocol; a server logs to stderr.',
    });
  }
  if (ended !== undefined) {
    const when = starting ? ' before it answered' : '';
    const code = starting ? 'SERVER_START_FAILED' : 'SERVER_DISCONNECTED';
    return withOutput(code, `Server "${server}" ended with ${ended}${when}.`, child, {
      hint: 'Run its command by hand to see why; it may need arguments or variables in `env`.',
    });
  }
  if (reason !== undefined) return withOutput(timedOut, reason.message, child, reason);
  const said = child.output.shown(error instanceof Error ? error.message : String(error));
  if (!isMalformedAnswer(error) && isProtocolError(error))
    return refusal(`Server "${server}" refused "${method}"`, error.code, said);
  return new AgentCardsError(
    'SERVER_PROTOCOL_ERROR',
    `Server "${server}" answered "${method}" wrongly: ${withoutPrefix(said)}`,
  );
}

function withOutput(
  code: ErrorCode,
  message: string,
  { output: { text, excerpt } }: ServerProcess,
  { hint, cause }: { readonly hint?: string | undefined; readonly cause?: unknown },
): AgentCardsError {
  return new AgentCardsError(code, excerpt === '' ? message : `${message} It wrote: ${excerpt}`, {
    hint,
    cause,
    details: text === '' ? undefined : { stderr: text },
  });
}
