import { readFileSync } from 'node:fs';
import { main } from 'assemblyscript/asc';

const source = 'dot-products.ts';
const options = [
  ...['-O3', '--converge', '--noAssert', '--enable', 'simd', '--runtime', 'stub'],
  ...['--importMemory', '--noExportMemory'],
];

/**
 * Compiles the kernels and returns the text of `src/retrieval/simd/dot-products-module.ts`.
 *
 * @returns {Promise<string>}
 */
export async function compileKernels() {
  const outputs = new Map();
  const { error, stderr } = await main([source, '--outFile', 'kernels.wasm', ...options], {
    readFile: (name) => (name === source ? readFileSync(new URL(source, import.meta.url), 'utf8') : null),
    writeFile: (name, contents) => void outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`The kernels do not compile.\n${stderr.toString()}`);
  const encoded = Buffer.from(outputs.get('kernels.wasm')).toString('base64');
  const lines = encoded.match(/.{1,112}/g)?.map((line) => `  '${line}'`) ?? [];
  return `// Generated from assembly/dot-products.ts by \`pnpm --filter @agentcards/graphrag build:kernels\`.

/** The kernels as a WebAssembly module, in base64. */
export const dotProductsModule =
${lines.join(' +\n')};
`;
}
