import { describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.js';

const { projectExecution } = createEngine();
const call = (toolId: string, rest = {}) => ({ toolId, ...rest });

describe('what an execution proves', () => {
  it('is one observation a pair of tools, however often they were called', () => {
    const tasks = [
      call('find', { output: { orders: ['W-1001', 'W-1002'] } }),
      call('refund', { arguments: { order: 'W-1001' } }),
      call('refund', { arguments: { order: 'W-1002' }, dependsOn: ['t1'] }),
    ];
    expect(projectExecution({ success: true, executedAt: new Date(5), tasks })).toEqual([
      {
        from: 'find',
        to: 'refund',
        observedAt: 5,
        observedCount: 1,
        successCount: 1,
        failureCount: 0,
        dataFlowCount: 1,
        declaredCount: 1,
        sequenceCount: 0,
      },
    ]);
  });

  it('is a success when a retry succeeded, a failure when none did, and no edge of a tool to itself', () => {
    const retried = [
      call('find', { startedAt: 0, endedAt: 1 }),
      call('refund', { startedAt: 2, endedAt: 3, success: false, dependsOn: ['t1'] }),
      call('refund', { startedAt: 4, endedAt: 5, success: true, dependsOn: ['t1'] }),
    ];
    const [observation, ...others] = projectExecution({ success: true, tasks: retried });
    expect(observation).toMatchObject({ from: 'find', to: 'refund', successCount: 1, failureCount: 0 });
    expect(others).toEqual([]);
    const failed = projectExecution({ success: false, tasks: retried.slice(0, 2) });
    expect(failed).toMatchObject([{ observedCount: 1, successCount: 0, failureCount: 1 }]);
  });

  it('is nothing for calls that ran at the same time or of which nothing is known', () => {
    const parallel = [call('a', { startedAt: 0, endedAt: 9 }), call('b', { startedAt: 1, endedAt: 8 })];
    expect(projectExecution({ success: true, tasks: parallel })).toEqual([]);
    expect(projectExecution({ success: true, tasks: [call('a'), call('b')] })).toEqual([]);
    expect(projectExecution({ success: true, tasks: [] })).toEqual([]);
  });

  it('does not depend on the order in which tasks with times are listed', () => {
    const tasks = [
      call('a', { id: 'a', startedAt: 0, endedAt: 1, output: 'W-1001' }),
      call('b', { id: 'b', startedAt: 2, endedAt: 3, arguments: 'W-1001' }),
    ];
    const forwards = projectExecution({ success: true, tasks });
    expect(forwards).toMatchObject([{ from: 'a', to: 'b', dataFlowCount: 1, sequenceCount: 1 }]);
    expect(projectExecution({ success: true, tasks: tasks.toReversed() })).toEqual(forwards);
  });
});
