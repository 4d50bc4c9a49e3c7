const tools = ['find', 'read', 'write', 'list', 'move', 'check', 'send'];

/** What the recorders sync before they record. */
export const catalogue = {
  server: 'files',
  tools: tools.map((name) => ({ name, description: `To ${name} a file`, inputSchema: { type: 'object' } })),
};

/**
 * The execution of a number, always the same: 2 to 6 tasks, some of which fail, some of which feed others.
 * @param {number} number
 */
export function executionOf(number) {
  const startedAt = Date.UTC(2026, 0, 1) + number * 1_000;
  const tasks = Array.from({ length: 2 + (number % 5) }, (_, index) => ({
    id: `task-${index}`,
    toolId: `files:${tools[(number * 3 + index * (1 + (number % 3))) % tools.length]}`,
    dependsOn: index > 0 && (number + index) % 3 > 0 ? [`task-${index - 1}`] : [],
    success: (number + index) % 7 > 0,
    startedAt: startedAt + index * 10,
    endedAt: startedAt + index * 10 + 5,
    arguments: { path: index > 0 ? `/output/${number}/${index - 1}` : '/input' },
    output: { path: `/output/${number}/${index}` },
  }));
  return {
    id: `execution-${String(number).padStart(6, '0')}`,
    intent: `handle file ${number % 11}`,
    success: tasks.every(({ success }) => success),
    executedAt: startedAt,
    tasks,
  };
}
