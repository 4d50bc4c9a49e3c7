import type { DependencyIncrement, DependencyPair } from '../contracts/dependency.js';
import type { ExecutionRecord } from '../contracts/execution.js';
import type { Store, SuggestionRecord } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { storableText } from '../json.js';
import { readAll } from '../pages.js';
import { retiredSums } from '../retention/retired-sums.js';
import type { ToolIndex } from '../tools/tool-index.js';
import type { ForgetReport, ParsedForgetSelector } from './forget-selector.js';
import type { Projection } from './projection.js';
import type { SuggestionLog } from './suggestion-log.js';

export interface ForgetContext {
  readonly store: Store;
  readonly suggestions: SuggestionLog;
  readonly tools: Pick<ToolIndex, 'known' | 'aliases'>;
  /** Is outdated before the first execution goes. */
  readonly projection: Pick<Projection, 'outdate'>;
}

/**
 * Deletes what is selected from the truth, and the suggestions that name it. Edges and engine are left to the caller.
 * @throws AgentCardsError `STORE_CANNOT_FORGET` | `TOOL_UNKNOWN`; nothing was deleted then
 */
export async function forgetTruth(selector: ParsedForgetSelector, context: ForgetContext): Promise<ForgetReport> {
  const { store, suggestions, projection } = context;
  if (store.executions.remove === undefined) {
    throw new AgentCardsError(
      'STORE_CANNOT_FORGET',
      'The store has no executions.remove, so nothing can be forgotten.',
      {
        hint: 'Ask the author of the store for the method; createMemoryStore and @agentcards/store-pglite have it.',
      },
    );
  }
  const selects = selection(selector, context.tools);
  const executionIds: string[] = [];
  const followed = new Set<string>();
  for await (const page of readAll<ExecutionRecord, string>((request) => store.executions.read(request), idOf)) {
    for (const execution of page.filter(selects.execution)) {
      executionIds.push(execution.id);
      if (execution.suggestionId !== undefined) followed.add(execution.suggestionId);
    }
  }
  await suggestions.flush();
  const suggestionIds: string[] = [];
  for await (const page of readAll<SuggestionRecord, string>((request) => suggestions.store.read(request), idOf)) {
    const selected = page.filter((suggestion) => followed.has(suggestion.id) || selects.suggestion(suggestion));
    suggestionIds.push(...selected.map(idOf));
  }
  const sums: DependencyPair[] = [];
  for await (const page of retiredSums(store)) sums.push(...page.filter(selects.sum));
  // First what the executions lead to: who is interrupted here finds it again by them.
  const forgottenSuggestions = suggestionIds.length === 0 ? 0 : await suggestions.store.remove(suggestionIds);
  if (executionIds.length + sums.length === 0) return { executions: 0, suggestions: forgottenSuggestions };
  await projection.outdate();
  await store.retirement?.remove(sums);
  return { executions: await store.executions.remove(executionIds), suggestions: forgottenSuggestions };
}

interface Selection {
  readonly execution: (execution: ExecutionRecord) => boolean;
  readonly suggestion: (suggestion: SuggestionRecord) => boolean;
  /** Of what is left of retired executions. */
  readonly sum: (sum: DependencyIncrement) => boolean;
}

function selection(
  { executions, intent, tool, before }: ParsedForgetSelector,
  tools: ForgetContext['tools'],
): Selection {
  if (executions !== undefined) {
    const ids = new Set(executions);
    return { execution: ({ id }) => ids.has(id), suggestion: () => false, sum: () => false };
  }
  if (intent !== undefined) {
    const text = storableText(intent);
    return {
      execution: (execution) => execution.intent === text,
      suggestion: (suggestion) => suggestion.intent === text,
      sum: () => false,
    };
  }
  if (tool !== undefined) {
    // Under every name that counts as this one: what was recorded before a rename is meant too.
    const names = new Set(tools.aliases.namesOf(tools.known(tool)));
    const isOne = (toolId: ToolId) => names.has(toolId);
    return {
      execution: ({ tasks, proposedTools = [] }) =>
        tasks.some((task) => isOne(task.toolId)) || proposedTools.some(isOne),
      suggestion: ({ toolIds }) => toolIds.some(isOne),
      sum: ({ from, to }) => isOne(from) || isOne(to),
    };
  }
  const limit = before!;
  return {
    execution: ({ executedAt }) => executedAt < limit,
    suggestion: ({ madeAt }) => madeAt < limit,
    sum: ({ observedAt }) => observedAt < limit,
  };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
