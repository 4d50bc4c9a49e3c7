import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../random.js';

/**
 * A small made-up office: things one can do to six kinds of objects, and 24 habits, each a chain or a fork of such
 * steps. It shows that the bench runs end to end, nothing else: figures on it say nothing about quality.
 */
const objects = ['invoice', 'ticket', 'meeting', 'document', 'customer', 'shipment'];
const actions: Readonly<Record<string, readonly [description: string, ...phrases: string[]]>> = {
  find: ['Looks up by number or name', 'look up', 'search for', 'find'],
  create: ['Makes a new entry and returns its number', 'create', 'open', 'add'],
  update: ['Changes fields of an existing entry', 'change', 'update', 'correct'],
  remove: ['Deletes an entry for good', 'delete', 'drop', 'remove'],
  send: ['Delivers to a recipient by mail', 'mail', 'send', 'forward'],
  export: ['Writes to a spreadsheet file', 'export', 'save', 'download'],
};
const openings = ['Please', 'Could you', 'I need you to', 'For the audit,', 'As agreed,'];

const workflowCount = 160;
const habitCount = 24;

/** Writes the set into `folder`, in the format of the public sets. The same seed writes the same bytes. */
export function writeSyntheticSet(folder: string, seed: number): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, rows] of Object.entries(syntheticRows(seed))) {
    writeFileSync(join(folder, file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
}

function syntheticRows(seed: number): Record<string, object[]> {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const toolOf = (action: string, object: string) => `${object}s:${action}_${object}`;

  const tools = objects.flatMap((object) =>
    Object.entries(actions).map(([action, [description]]) => ({
      id: toolOf(action, object),
      server: `${object}s`,
      name: `${action}_${object}`,
      description: `${description} (${object}).`,
      inputSchema: { type: 'object', properties: { [`${object}_id`]: { type: 'string' } }, required: [`${object}_id`] },
    })),
  );

  const habits = Array.from({ length: habitCount }, () => {
    const steps = Array.from({ length: 2 + Math.floor(random() * 3) }, () => ({
      action: pick(Object.keys(actions)),
      object: pick(objects),
    }));
    return { steps, fork: random() < 0.3 };
  });

  const workflows = Array.from({ length: workflowCount }, (_, index) => {
    const habit = Math.floor(random() * habitCount);
    const { steps, fork } = habits[habit]!;
    const phrases = steps.map(({ action, object }) => `${pick(actions[action]!.slice(1))} the ${object}`);
    const success = random() > 0.05;
    return {
      id: `workflow-${index}`,
      intent: `${pick(openings)} ${phrases.join(' and then ')} number ${Math.floor(random() * 1000)}.`,
      tasks: steps.map(({ action, object }, step) => ({
        id: `t${step + 1}`,
        tool: toolOf(action, object),
        dependsOn: step === 0 ? [] : [`t${fork ? 1 : step}`],
        ok: success || step < steps.length - 1,
      })),
      success,
      part: random() < 0.7 ? 'train' : 'eval',
      coldPart: habit % 4 === 0 ? 'eval' : 'train',
    };
  });

  return {
    'tools.jsonl': tools,
    'queries.jsonl': workflows.map(({ id, intent, tasks }) => ({
      id,
      query: intent,
      relevant: [...new Set(tasks.map(({ tool }) => tool))],
      ordered: true,
    })),
    'workflows.train.jsonl': workflows.filter(({ part }) => part === 'train'),
    'workflows.eval.jsonl': workflows.filter(({ part }) => part === 'eval'),
    'edges.jsonl': objects.flatMap((object) =>
      ['update', 'remove', 'send'].map((action) => ({
        from: toolOf(action, object),
        to: toolOf('find', object),
        type: 'DEPENDS_ON',
      })),
    ),
  };
}
