import { describe, expect, it } from 'vitest';
import { InputError } from '../input-error.js';
import { parseSpeedArguments } from './arguments.js';

describe('parseSpeedArguments', () => {
  it('measures everything, on synthetic data the sizes alone', () => {
    expect(parseSpeedArguments([]).sections).toEqual(['sizes', 'targets', 'peers', 'replay', 'learning']);
    expect(parseSpeedArguments(['--data', 'synthetic']).sections).toEqual(['sizes']);
    expect(parseSpeedArguments(['--data', 'synthetic', '--sections', 'peers,targets']).sections).toEqual([
      'peers',
      'targets',
    ]);
  });

  it.each([[['--sections', 'all']], [['--sizes', '9']], [['--calls', 'many']], [['--rounds', '3']]])(
    'refuses %j',
    (args) => {
      expect(() => parseSpeedArguments(args)).toThrow(InputError);
    },
  );
});
