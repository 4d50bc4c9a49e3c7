import { describe, expect, it } from 'vitest';
import { InputError } from '../input-error.js';
import { parseQualityArguments } from './arguments.js';

describe('parseQualityArguments', () => {
  it('has defaults, and takes the `--` that pnpm hands through', () => {
    const defaults = {
      data: undefined,
      sets: undefined,
      out: undefined,
      maxQueries: 600,
      miniLmQueries: 150,
      ablations: false,
      splits: ['warm', 'cold'],
      sections: new Set(['search', 'learning', 'simulation']),
    };
    expect(parseQualityArguments([])).toEqual(defaults);
    expect(parseQualityArguments(['--', '--data', 'd', '--sets', 'a,b', '--max-queries', 'all'])).toEqual({
      ...defaults,
      data: 'd',
      sets: ['a', 'b'],
      maxQueries: Number.POSITIVE_INFINITY,
    });
    expect(parseQualityArguments(['--split', 'official', '--sections', 'learning'])).toEqual({
      ...defaults,
      splits: ['official'],
      sections: new Set(['learning']),
    });
  });

  it.each([
    [['--what']],
    [['--data']],
    [['stray']],
    [['--max-queries', '0']],
    [['--max-queries', '1.5']],
    [['--max-queries', 'some']],
    [['--max-queries', 'Infinity']],
    [['--minilm-queries', '-1']],
    [['--split', 'tepid']],
    [['--sections', 'search,']],
  ])('refuses %j', (args) => {
    expect(() => parseQualityArguments(args)).toThrow(InputError);
  });
});
