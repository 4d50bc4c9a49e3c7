import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as schemas from '@agentcards/core/schemas';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { temporaryDirectory } from './fixtures.js';
import { root } from './repository.js';

const core = join(root, 'packages/core');
const parsers = [
  ...Object.keys(schemas).filter((name) => name.endsWith('Schema')),
  ...Object.keys(schemas.transferSchemas).map((kind) => `transferSchemas.${kind}`),
];

test('what entries beside the main one give can be named by those who emit declarations', async () => {
  const folder = await temporaryDirectory();
  // A copy: what is linked is named by where it lies, and that is no package.
  const installed = join(folder, 'node_modules/@agentcards/core');
  mkdirSync(installed, { recursive: true });
  for (const each of ['dist', 'package.json']) cpSync(join(core, each), join(installed, each), { recursive: true });
  symlinkSync(join(core, 'node_modules/zod'), join(folder, 'node_modules/zod'));
  const text = [
    `import { ${Object.keys(schemas).join(', ')} } from '@agentcards/core/schemas';`,
    "import { createHttpEmbedder } from '@agentcards/core/http-embedder';",
    ...parsers.map((each, index) => `export const parse${index} = (value: unknown) => ${each}.parse(value);`),
    "export const makeEmbedder = (url: string) => createHttpEmbedder({ url, model: 'any', dimensions: 3 });",
  ].join('\n');
  const path = join(folder, 'parsers.ts');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(path, text);
  const program = ts.createProgram([path], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    declaration: true,
    strict: true,
    types: [],
  });
  const file = program.getSourceFile(path);
  const problems = [...program.getSemanticDiagnostics(file), ...program.getDeclarationDiagnostics(file)];
  expect(
    problems.map(({ start = 0, messageText }) => [
      text.slice(start).match(/.*/)?.[0],
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ]),
  ).toEqual([]);
});
