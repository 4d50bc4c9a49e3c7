import { entry } from '../entry.js';
import { hashHalves } from '../hash.js';

/** What was done for each of some intents. Two intents that the same set of tools was used for are of one job. */
export interface Jobs {
  /** Undefined or empty where nothing that was done for it succeeded. */
  set(intent: number, tools: ReadonlySet<string> | undefined): void;
  /**
   * How far a word is what a job is asked for by, and no detail of it, in (0, 1]. With J the jobs, n_j the intents of one,
   * k_j those of them that have the word, and k all that have it:
   *
   *     constancy = Σ_j k_j / k · (k_j + 1) / (n_j + 1)
   *
   * “Onboard” is in every request to onboard somebody, “Ada” in one of ten; that one says no more of what is to be done
   * than the others' names do, however rare it is. A word of no job, and of a job that was asked for once, counts in full.
   */
  constancy(intents: readonly number[]): number;
}

export function createJobs(): Jobs {
  /** By intent. */
  const jobOf: (number | undefined)[] = [];
  const intentsOf = new Map<number, number>();
  const hashes = new Map<string, number>();

  const count = (job: number | undefined, by: 1 | -1) => {
    if (job === undefined) return;
    const left = (intentsOf.get(job) ?? 0) + by;
    if (left === 0) intentsOf.delete(job);
    else intentsOf.set(job, left);
  };

  /** One number for a set, in whatever order: the sum of those of its tools. */
  function jobBy(tools: ReadonlySet<string>): number {
    let sum = 0;
    for (const tool of tools) sum += entry(hashes, tool, () => hashHalves(tool)[0]);
    return sum;
  }

  return {
    set(intent, tools) {
      const job = tools === undefined || tools.size === 0 ? undefined : jobBy(tools);
      if (job === jobOf[intent]) return;
      count(jobOf[intent], -1);
      count(job, 1);
      jobOf[intent] = job;
    },

    constancy(intents) {
      const having = new Map<number, number>();
      let all = 0;
      for (const intent of intents) {
        const job = jobOf[intent];
        if (job === undefined) continue;
        all++;
        having.set(job, (having.get(job) ?? 0) + 1);
      }
      if (all === 0) return 1;
      let sum = 0;
      // Whole numbers first: a sum depends on the order of its parts.
      const parts = Array.from(having, ([job, k]) => (k * (k + 1)) / (intentsOf.get(job)! + 1)).sort((a, b) => a - b);
      for (const part of parts) sum += part;
      return sum / all;
    },
  };
}
