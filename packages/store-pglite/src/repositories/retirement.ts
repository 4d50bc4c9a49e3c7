import type { RetirementStore } from '@agentcards/core';
import { asc, inArray, lt } from 'drizzle-orm';
import type { Connection } from '../connection.js';
import { toolDependencyRetired } from '../schema/tool-dependency.js';
import { workflowExecution } from '../schema/workflow-execution.js';
import { addToRetired, isAfter, isOneOf } from './edge-increments.js';
import { toExecution } from './executions.js';
import { chunked, present } from './rows.js';

const { id, executedAt } = workflowExecution;

export function createRetirementStore(connection: Connection): RetirementStore {
  return {
    oldest: ({ before, limit, signal }) =>
      connection.transaction(
        'retirement.oldest',
        async (database) => {
          const rows = await database
            .select()
            .from(workflowExecution)
            .where(lt(executedAt, before))
            .orderBy(asc(executedAt), asc(id))
            .limit(limit);
          return rows.map((row) => toExecution(present(row)));
        },
        signal,
      ),

    retire: (executions, confidenceOf) =>
      connection.transaction('retirement.retire', async (database) => {
        // Of an id that comes twice the first counts, which is put into the map last.
        const increments = new Map(executions.toReversed().map((execution) => [execution.id, execution.increments]));
        const deleted: string[] = [];
        for (const ids of chunked(increments.keys())) {
          const rows = await database.delete(workflowExecution).where(inArray(id, ids)).returning({ id });
          deleted.push(...rows.map((row) => row.id));
        }
        const added = deleted.flatMap((each) => increments.get(each) ?? []);
        await addToRetired(database, added, confidenceOf);
        return deleted.length;
      }),

    read: ({ after, limit, signal }) =>
      connection.transaction(
        'retirement.read',
        async (database) => {
          const { from, to } = toolDependencyRetired;
          const rows = await database
            .select()
            .from(toolDependencyRetired)
            .where(after === undefined ? undefined : isAfter(after))
            .orderBy(asc(from), asc(to))
            .limit(limit);
          return rows.map(({ lastObserved, ...sum }) => ({ ...sum, observedAt: lastObserved }));
        },
        signal,
      ),

    insert: (sums) =>
      connection.transaction('retirement.insert', async (database) => {
        let inserted = 0;
        for (const missing of chunked(sums)) {
          const values = missing.map(({ observedAt, ...sum }) => ({ ...sum, lastObserved: observedAt }));
          const { from } = toolDependencyRetired;
          const rows = await database
            .insert(toolDependencyRetired)
            .values(values)
            .onConflictDoNothing()
            .returning({ from });
          inserted += rows.length;
        }
        return inserted;
      }),

    remove: (pairs) =>
      connection.transaction('retirement.remove', async (database) => {
        const { from } = toolDependencyRetired;
        const rows = await database.delete(toolDependencyRetired).where(isOneOf(pairs)).returning({ from });
        return rows.length;
      }),
  };
}
