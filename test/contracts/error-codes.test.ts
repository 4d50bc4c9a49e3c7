import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthError, authErrorCodes } from '@agentcards/auth';
import { AgentCardsError, errorCodes } from '@agentcards/core';
import { StaticEmbedderError } from '@agentcards/embedder-static';
import { EngineError } from '@agentcards/graphrag';
import { expect, test } from 'vitest';
import { packageFolders, readSource, root, sourceFiles } from './repository.js';

/** Those of `@agentcards/auth`, which owes nothing to core, come after those of all other packages. */
const errors = [...new Set<string>([...errorCodes, ...authErrorCodes])];
/** In answers of auth's handler, but of no error that anybody catches. */
const answers = ['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INTERNAL'];
const allCodes = [...errors, ...answers];

const entries = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((entry) => {
    const [title = '', ...lines] = entry.split('\n');
    return { code: title.trim(), text: lines.join(' ').trim() };
  });

test('docs/errors.md has one entry for each code, in the order of the codes', () => {
  expect(entries.map(({ code }) => code)).toEqual(allCodes);
});

test.each(entries)('$code is explained: what happened, and what to do', ({ text }) => {
  expect(text.split(/\.(?:\s|$)/).filter((sentence) => sentence.trim() !== '').length).toBeGreaterThanOrEqual(2);
});

// The types are half of it: where they say that the code is one of the class's own, the comparison does not compile.
test('of any class isInstance holds for errors of all, whatever their code', () => {
  const ofAuth: unknown = new AuthError('AUTH_REQUIRED', 'Nobody is signed in.');
  const ofCore: unknown = new AgentCardsError('TOOL_UNKNOWN', 'There is no such tool.');
  expect([
    AgentCardsError.isInstance(ofAuth) && ofAuth.code === 'AUTH_REQUIRED',
    AuthError.isInstance(ofCore) && ofCore.code === 'TOOL_UNKNOWN',
    EngineError.isInstance(ofAuth) && ofAuth.code === 'AUTH_REQUIRED',
    StaticEmbedderError.isInstance(ofCore) && ofCore.code === 'TOOL_UNKNOWN',
  ]).toEqual([true, true, true, true]);
});

test('every code is used somewhere', () => {
  const used = new Set<string>();
  for (const folder of packageFolders) {
    for (const path of sourceFiles(folder)) {
      if (/^src\/errors\/(auth-)?error-codes\.ts$/.test(path)) continue;
      for (const [, literal] of readSource(folder, path).matchAll(/'([A-Z][A-Z_]{3,})'/g)) used.add(literal!);
    }
  }
  expect(allCodes.filter((code) => !used.has(code))).toEqual([]);
});
