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
  return {
    ...execution,
    intent: keepIntents ? execution.intent : undefined,
    proposedTools: execution.proposedTools?.map(resolve),
    tasks: execution.tasks.map((task) => ({ ...task, toolId: resolve(task.toolId) })),
  };
}
