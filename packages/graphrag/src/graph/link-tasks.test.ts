import { describe, expect, it } from 'vitest';
import { linkTasks, type TaskEvidence } from './link-tasks.js';

function task(evidence: Partial<TaskEvidence> = {}): TaskEvidence {
  return { dependsOn: [], startedAt: undefined, endedAt: undefined, argumentValues: [], outputValues: [], ...evidence };
}
const timed = (startedAt: number, endedAt: number) => task({ startedAt, endedAt });
const kinds = (tasks: readonly TaskEvidence[]) =>
  linkTasks(tasks).map(({ from, to, ...evidence }) => {
    const held = Object.entries(evidence).filter(([, holds]) => holds);
    return `${from}→${to} ${held.map(([kind]) => kind).join('+')}`;
  });

describe('data flow', () => {
  it('goes from the task that first revealed a value to every task that uses it later', () => {
    const tasks = [
      task({ outputValues: ['order'] }),
      task({ argumentValues: ['order'], outputValues: ['order', 'payment'] }),
      task({ argumentValues: ['order', 'payment'] }),
    ];
    expect(kinds(tasks)).toEqual(['0→1 dataFlow', '0→2 dataFlow', '1→2 dataFlow']);
  });

  it('is not proven by a value that the caller brought', () => {
    const tasks = [
      task({ argumentValues: ['user'], outputValues: ['user'] }),
      task({ outputValues: ['user'] }),
      task({ argumentValues: ['user'] }),
    ];
    expect(kinds(tasks)).toEqual([]);
  });

  it('is not proven by an output that came after the use had begun', () => {
    const producer = { ...timed(0, 10), outputValues: ['order'] };
    expect(kinds([producer, { ...timed(10, 12), argumentValues: ['order'] }])).toContain('0→1 dataFlow+sequence');
    expect(kinds([producer, { ...timed(5, 12), argumentValues: ['order'] }])).toEqual([]);
  });
});

describe('sequence', () => {
  it('needs times', () => {
    expect(kinds([task(), task()])).toEqual([]);
    expect(kinds([task({ endedAt: 1 }), task({ startedAt: 2 })])).toEqual([]);
  });

  it('holds between neighbours in time only', () => {
    expect(kinds([timed(0, 1), timed(2, 3), timed(4, 5)])).toEqual(['0→1 sequence', '1→2 sequence']);
    expect(kinds([timed(0, 1), timed(1, 2)])).toEqual(['0→1 sequence']);
  });

  it('says nothing about calls that overlap or began together', () => {
    expect(kinds([timed(0, 5), timed(4, 9)])).toEqual([]);
    expect(kinds([timed(3, 3), timed(3, 3), timed(3, 4)])).toEqual([]);
  });

  it('holds for every branch of a fork and a join', () => {
    const [start, left, right, end] = [timed(0, 1), timed(2, 5), timed(2, 4), timed(6, 7)];
    expect(kinds([start, left, right, end])).toEqual(['0→1 sequence', '0→2 sequence', '1→3 sequence', '2→3 sequence']);
  });

  it('is not proven between tasks of which the caller says that neither needs the other', () => {
    const joined = [timed(0, 1), timed(2, 3), { ...timed(4, 5), dependsOn: [0, 1] }];
    expect(kinds(joined)).toEqual(['0→2 declared', '1→2 declared+sequence']);
    const forked = [timed(0, 1), { ...timed(2, 3), dependsOn: [0] }, { ...timed(4, 5), dependsOn: [0] }];
    expect(kinds(forked)).toEqual(['0→1 declared+sequence', '0→2 declared']);
    const flowing = [
      { ...timed(0, 1), outputValues: ['order'] },
      { ...timed(2, 3), argumentValues: ['order'] },
      joined[2]!,
    ];
    expect(kinds(flowing)).toContain('0→1 dataFlow+sequence');
  });

  it('is proven where of the second nothing is said', () => {
    expect(kinds([timed(0, 1), { ...timed(2, 3), dependsOn: [0] }, timed(4, 5)])).toContain('1→2 sequence');
  });

  it('is cut by another start in between, also when that call is still running', () => {
    expect(kinds([timed(0, 1), timed(2, 9), timed(5, 6)])).toEqual(['0→1 sequence']);
  });
});

describe('what was declared', () => {
  it('is taken as it is, beside the other kinds', () => {
    expect(kinds([timed(0, 1), { ...timed(2, 3), dependsOn: [0] }])).toEqual(['0→1 declared+sequence']);
    expect(kinds([task(), task(), task({ dependsOn: [1, 0] })])).toEqual(['0→2 declared', '1→2 declared']);
  });
});
