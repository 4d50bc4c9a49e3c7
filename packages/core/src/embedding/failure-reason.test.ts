import { expect, test } from 'vitest';
import { failureReason } from './failure-reason.js';

const text = 'send_mail: Sends a mail to the doctor about the results';

test.each([
  ['401 quota exceeded', '401 quota exceeded'],
  ['The model text-embedding-3-large\n does not exist.', 'The model text-embedding-3-large does not exist'],
  ['Incorrect API key provided: sk-proj-a1b2c3', 'Incorrect API key provided: …'],
  ['Incorrect API key provided: abcd****wxyz.', 'Incorrect API key provided: …'],
  ['{"api_key": "swordfish"}', '{"api_key": …'],
  ['authorization: Bearer swordfish is wrong', 'authorization: Bearer … is wrong'],
  ['no access with 0123456789abcdef', 'no access with …'],
  ['GET https://user:pass@host/v1?token=swordfish failed', 'GET https://…@host/v1?… failed'],
  ['', undefined],
  [`cannot embed "${text}"`, undefined],
  ['cannot embed "…to the doctor about…"', undefined],
  ['x'.repeat(300), 'x'.repeat(200)],
])('%s', (message, reason) => {
  expect(failureReason(new Error(message), ['other', text])).toBe(reason);
});

test('what is no error has no reason', () => {
  expect(failureReason('swordfish', [])).toBeUndefined();
});
