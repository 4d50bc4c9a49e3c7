import type { Promises } from './store-forgetting-behaviour.js';

/** The names of those promises that a wrong implementation breaks. */
export async function brokenPromises<Part>(promises: Promises<Part>, create: () => Part): Promise<string[]> {
  const broken: string[] = [];
  for (const [name, keeps] of Object.entries(promises)) {
    try {
      await keeps(create());
    } catch {
      broken.push(name);
    }
  }
  return broken;
}
