import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keyOf, shownBy } from '../testing/secret-fixtures.js';
import { keysFromFile } from './keys-from-file.js';

const folder = mkdtempSync(join(tmpdir(), 'agentcards-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [k1, k2] = ['k1', 'k2'].map((id) => `${id}:${Buffer.from(keyOf(id)).toString('base64')}`);

let files = 0;
function fileOf(text: string, mode: number): string {
  const path = join(folder, `keys-${files++}`);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

test.each([0o600, 0o400, 0o640, 0o440])('a file of mode %o is read', async (mode) => {
  expect((await keysFromFile(fileOf(`${k2}\n${k1}\n`, mode))).currentKeyId).toBe('k2');
});

// Windows has no such bits: there every file is read.
test.skipIf(process.platform === 'win32').each([0o604, 0o602, 0o644, 0o660, 0o601, 0o666])(
  'a file of mode %o is refused',
  async (mode) => {
    const reading = keysFromFile(fileOf(`${k1}\n`, mode));
    await expect(reading).rejects.toMatchObject({ code: 'SECRET_KEY_UNAVAILABLE' });
  },
);

test('what is no such file, or holds no keys, is said without what is in it', async () => {
  for (const [path, code] of [
    [join(folder, 'none'), 'SECRET_KEY_UNAVAILABLE'],
    [folder, 'SECRET_KEY_UNAVAILABLE'],
    [fileOf(`${k1}\n`.repeat(2_000), 0o600), 'SECRET_KEY_UNAVAILABLE'],
    [fileOf(k1!.slice(0, -3), 0o440), 'INVALID_INPUT'],
    [fileOf('', 0o400), 'INVALID_INPUT'],
  ] as const) {
    const error = await keysFromFile(path).catch((thrown: unknown) => thrown);
    expect(error, path).toMatchObject({ code });
    expect(shownBy(error)).not.toContain(k1!.slice(3, 20));
  }
});
