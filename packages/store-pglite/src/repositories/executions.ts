import type { ExecutionRecord, ExecutionStore, ExecutionTask } from '@agentcards/core';
import { asc, gt } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { type StoredTask, workflowExecution } from '../schema/workflow-execution.js';
import { type RememberedEdges, recordExecution } from './record-execution.js';
import { chunked, present, removeByIds } from './rows.js';

export function createExecutionStore(connection: Connection): ExecutionStore {
  const remembered: RememberedEdges = new Map();
  return {
    record: (execution, increments, confidenceOf) =>
      connection.transaction('executions.record', async (database, raw) => {
        const isNew = await recordExecution({ database, raw }, toRow(execution), increments, confidenceOf, remembered);
        return isNew ? 'recorded' : 'duplicate';
      }),

    append: (executions) =>
      connection.transaction('executions.append', async (database) => {
        let appended = 0;
        for (const rows of chunked(executions.map(toRow))) {
          const { id } = workflowExecution;
          appended += (await database.insert(workflowExecution).values(rows).onConflictDoNothing().returning({ id }))
            .length;
        }
        return appended;
      }),

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'executions.read',
        async (database) => {
          const rows = await database
            .select()
            .from(workflowExecution)
            .where(after === undefined ? undefined : gt(workflowExecution.id, after))
            .orderBy(asc(workflowExecution.id))
            .limit(limit);
          return rows.map(toExecution);
        },
        signal,
      ),

    remove: (ids) =>
      connection.transaction('executions.remove', (database) =>
        removeByIds(database, workflowExecution, workflowExecution.id, ids),
      ),
  };
}

function toRow({ tasks, ...execution }: ExecutionRecord): typeof workflowExecution.$inferInsert {
  return { ...execution, dagStructure: { version: 1, tasks: tasks.map(toStoredTask) } };
}

/** The execution that a row holds. */
export function toExecution({ dagStructure, ...row }: typeof workflowExecution.$inferSelect): ExecutionRecord {
  return { ...present(row), tasks: dagStructure.tasks.map(fromStoredTask) };
}

function toStoredTask({ startedAt, endedAt, ...task }: ExecutionTask): StoredTask {
  return { ...task, startedAt: startedAt?.toISOString(), endedAt: endedAt?.toISOString() };
}

function fromStoredTask({ startedAt, endedAt, ...task }: StoredTask): ExecutionTask {
  return {
    ...task,
    ...(startedAt !== undefined && { startedAt: new Date(startedAt) }),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt) }),
  };
}
