import type { ExecutionRecord } from '../contracts/execution.js';
import type { ToolId } from '../contracts/tool.js';

/**
 * An execution as it is learned from: its tools by the ids that they have now, and its intent only where intents may
 * be kept. What is stored stays as it is.
 */
export function learnableExecution(
  execution: ExecutionRecord,
  resolve: (toolId: ToolId) => ToolId,
  keepIntents: boolean,
): ExecutionRecord {
  const isRenamed = (toolId: ToolId) => resolve(toolId) !== toolId;
  const hasRenamed =
    execution.tasks.some(({ toolId }) => isRenamed(toolId)) || execution.proposedTools?.some(isRenamed);
  // Mostly: copies of a whole history take longer than reading it.
  if (!hasRenamed && (keepIntents || execution.intent === undefined)) return execution;
  return {
    ...execution,
    intent: keepIntents ? execution.intent : undefined,
    proposedTools: execution.proposedTools?.map(resolve),
    tasks: execution.tasks.map((task) => ({ ...task, toolId: resolve(task.toolId) })),
  };
}
