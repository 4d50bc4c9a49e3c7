import { readFile, rename, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { AgentCardsError } from '@agentcards/core';

/**
 * A value in memory and in one file. A write works on a copy, saves the copy beside the file and puts it in place:
 * what throws, or is killed half-way, has not happened. For one process; power loss is not covered.
 */
export function createStateFile<State>(path: string, initial: State) {
  let state = initial;
  let closed = false;
  let lastWrite: Promise<unknown> = Promise.resolve();

  function assertOpen(): void {
    if (closed) throw new AgentCardsError('CLOSED', 'The store is closed.');
  }

  async function commit<Result>(work: (draft: State) => Result): Promise<Result> {
    const draft = structuredClone(state);
    const result = structuredClone(work(draft));
    const bytes = serialize(draft);
    await writeFile(`${path}.new`, bytes);
    await rename(`${path}.new`, path);
    state = deserialize(bytes);
    return result;
  }

  return {
    async load(): Promise<void> {
      assertOpen();
      const bytes = await readFile(path).catch((error) => {
        if (error.code === 'ENOENT') return undefined;
        throw new AgentCardsError('STORE_OPEN_FAILED', `Cannot read ${path}.`, { cause: error });
      });
      // A file of an older version lacks what was added since.
      if (bytes) state = { ...initial, ...deserialize(bytes) };
    },
    async read<Result>(work: (state: State) => Result): Promise<Result> {
      assertOpen();
      return structuredClone(work(state));
    },
    /** One after the other, each with the input as it was when it was called. */
    async write<Input, Result>(input: Input, work: (draft: State, input: Input) => Result): Promise<Result> {
      assertOpen();
      const own = structuredClone(input);
      const written = lastWrite.then(() => commit((draft) => work(draft, own)));
      lastWrite = written.catch(() => undefined);
      return written;
    },
    async close(): Promise<void> {
      closed = true;
      await lastWrite;
    },
  };
}
