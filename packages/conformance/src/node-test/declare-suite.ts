import { describe, test } from 'node:test';
import type { RunnerOptions } from '../runner-options.js';
import { type Suite, titleOf } from '../suite.js';

export function declareSuite(suite: Suite, { title = '', timeout = 60_000 }: RunnerOptions): void {
  describe(title, () => {
    for (const each of suite) {
      const skip = each.skip ?? false;
      test(titleOf(each), { timeout, skip }, () => each.run());
    }
  });
}
