/** Runs work one after the other where it is on the same key, and at the same time where it is not. */
export type QueueByKey = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export function createQueueByKey(): QueueByKey {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    last.set(key, result);
    const forget = () => {
      if (last.get(key) === result) last.delete(key);
    };
    result.then(forget, forget);
    return result;
  };
}
