import { writeFileSync } from 'node:fs';
import { compileKernels } from './compile.mjs';

writeFileSync(new URL('../src/retrieval/simd/dot-products-module.ts', import.meta.url), await compileKernels());
