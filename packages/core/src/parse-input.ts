import type { z } from 'zod';
import { AgentCardsError } from './errors/agent-cards-error.js';

type Schemas = typeof import('./schemas/index.js');

/** @throws AgentCardsError `INVALID_INPUT` naming `what`, without the values */
export function parseInput<Schema extends z.ZodType>(
  schemas: Schemas,
  schema: Schema,
  value: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AgentCardsError('INVALID_INPUT', `${what} cannot be used: ${schemas.describeProblems(parsed.error)}.`, {
    hint: hintIn(parsed.error),
  });
}

/** What the schema says of the way out, where it says more than what is wrong. */
function hintIn({ issues }: z.ZodError): string | undefined {
  for (const issue of issues) {
    const hint: unknown = issue.code === 'custom' ? issue.params?.hint : undefined;
    if (typeof hint === 'string') return hint;
  }
  return undefined;
}
