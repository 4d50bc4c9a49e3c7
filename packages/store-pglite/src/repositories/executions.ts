import type { ExecutionRecord, ExecutionStore, ExecutionTask } from '@agentcards/core';
import type { Connection } from '../connection.js';
import { type StoredTask, workflowExecution } from '../schema/workflow-execution.js';
import { readPage } from './read-page.js';
import { defineRecord, type RememberedEdges, recordExecution } from './record-execution.js';
import { chunked, longRowsChunk, type Present, removeByIds } from './rows.js';

export function createExecutionStore(connection: Connection): ExecutionStore {
  const remembered: RememberedEdges = new Map();
  let isDefined = false;
  return {
    record: async (execution, increments, confidenceOf) => {
      try {
        const isNew = await connection.transaction('executions.record', async (database, raw) => {
          if (!isDefined) await raw.exec(defineRecord);
          return recordExecution({ database, raw }, toRow(execution), increments, confidenceOf, remembered);
        });
        isDefined = true;
        return isNew ? 'recorded' : 'duplicate';
      } catch (error) {
        // Rolled back with the transaction that defined it, or dropped by others who use the session.
        isDefined = false;
        throw error;
      }
    },

    append: (executions) =>
      connection.transaction('executions.append', async (database) => {
        let appended = 0;
        for (const rows of chunked(executions.map(toRow), longRowsChunk)) {
          const { id } = workflowExecution;
          appended += (await database.insert(workflowExecution).values(rows).onConflictDoNothing().returning({ id }))
            .length;
        }
        return appended;
      }),

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'executions.read',
        async (_database, raw) => {
          const rows = await readPage(raw, workflowExecution, { key: [[workflowExecution.id, after]], limit });
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
export function toExecution({ dagStructure, ...row }: Present<typeof workflowExecution.$inferSelect>): ExecutionRecord {
  return { ...row, tasks: dagStructure.tasks.map(fromStoredTask) };
}

function toStoredTask({ startedAt, endedAt, ...task }: ExecutionTask): StoredTask {
  return { ...task, startedAt: startedAt?.toISOString(), endedAt: endedAt?.toISOString() };
}

/** In its place: nobody else has what was read, and a copy of every call would take longer than all else. */
function fromStoredTask(task: StoredTask): ExecutionTask {
  const { startedAt, endedAt } = task;
  if (startedAt !== undefined) Object.assign(task, { startedAt: new Date(startedAt) });
  if (endedAt !== undefined) Object.assign(task, { endedAt: new Date(endedAt) });
  return task as ExecutionTask;
}
