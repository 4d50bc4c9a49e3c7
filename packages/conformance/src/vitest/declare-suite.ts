import { describe, test } from 'vitest';
import type { RunnerOptions } from '../runner-options.js';
import { type Suite, titleOf } from '../suite.js';

export function declareSuite(suite: Suite, { title = '', timeout = 60_000 }: RunnerOptions): void {
  describe(title, () => {
    for (const each of suite) {
      test(titleOf(each), { timeout }, async (context) => {
        if (each.skip !== undefined) return context.skip(each.skip);
        await each.run();
      });
    }
  });
}
