import { describe, expect, it } from 'vitest';
import { type Finding, isMet, renderFinding } from './finding.js';

const finding = (value: number, target?: Finding['target']): Finding => ({
  point: 'D9',
  what: 'error',
  value,
  target,
  details: ['set 0.1'],
});

describe('isMet', () => {
  it('compares with the target, its own value included', () => {
    expect(isMet(finding(0.5, { atLeast: 0.5 }))).toBe(true);
    expect(isMet(finding(0.4, { atLeast: 0.5 }))).toBe(false);
    expect(isMet(finding(0.5, { atMost: 0.5 }))).toBe(true);
    expect(isMet(finding(0.6, { atMost: 0.5 }))).toBe(false);
  });

  it('says nothing without a target or a value', () => {
    expect(isMet(finding(0.5))).toBeUndefined();
    expect(isMet(finding(Number.NaN, { atLeast: 0.5 }))).toBeUndefined();
  });
});

describe('renderFinding', () => {
  it('shows a missed target as such, and what belongs to it', () => {
    const [line, detail] = renderFinding(finding(0.25, { atMost: 0.05 }));
    expect(line).toMatch(/^D9 {3}error +0\.250 {2}≤ 0\.05 +NOT MET$/);
    expect(detail).toBe('       set 0.1');
    expect(renderFinding(finding(Number.NaN))[0]).toMatch(/no data$/);
  });
});
