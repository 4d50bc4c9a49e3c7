import type { ExecutionRecord } from '../contracts/execution.js';
import type { RecordReceipt } from '../reports.js';
import type { SuggestionLog } from './suggestion-log.js';

/**
 * Adds to an execution what the suggestion that it names had proposed, and its intent where the execution has none: the
 * truth then says by itself what was proposed, however long suggestions are kept.
 */
export async function followSuggestion(
  execution: ExecutionRecord,
  suggestions: Pick<SuggestionLog, 'find'>,
): Promise<{ readonly record: ExecutionRecord; readonly receipt: Pick<RecordReceipt, 'suggestion'> }> {
  if (execution.suggestionId === undefined) return { record: execution, receipt: {} };
  const found = await suggestions.find(execution.suggestionId);
  if (found === undefined) return { record: execution, receipt: { suggestion: 'unknown' } };
  const { intent = found.intent } = execution;
  return { record: { ...execution, intent, proposedTools: found.toolIds }, receipt: { suggestion: 'followed' } };
}
