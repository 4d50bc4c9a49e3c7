import { AgentCardsError } from '@agentcards/core';

const maximumMessageLength = 300;
/** What the SDK puts before the server's own words, once for each end that has it. */
const prefixes = /^(?:MCP error -?\d+: )+/;

/** Whether it is what the SDK throws for a response that is an error. By its name: there may be several copies of the SDK. */
export function isProtocolError(error: unknown): error is Error & { readonly code: number } {
  return error instanceof Error && error.name === 'McpError' && 'code' in error && Number.isInteger(error.code);
}

/** What was said of an error, without what the SDK puts before it, and no longer than a message should be. */
export function withoutPrefix(message: string): string {
  return message.replace(prefixes, '').slice(0, maximumMessageLength);
}

/** The coded error for a response that is one: as good MCP as any answer, so that nothing is to be mended at the server. */
export function refusal(refused: string, code: number, message: string): AgentCardsError {
  return new AgentCardsError('SERVER_REFUSED', `${refused} (${code}): ${withoutPrefix(message)}`, {
    hint: 'Nothing is broken: do what it says, or let the model read it.',
    details: { jsonRpcCode: code },
  });
}
