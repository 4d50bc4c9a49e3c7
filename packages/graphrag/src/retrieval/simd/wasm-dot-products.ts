import type { DotProducts } from './dot-products.js';
import { dotProductsModule } from './dot-products-module.js';

const pageBytes = 65_536;

/** The slice of WebAssembly that is used; described here because not every runtime has it. */
interface WebAssemblySlice {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Memory: new (limits: { initial: number }) => Memory;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: Memory } },
  ) => { readonly exports: Pick<DotProducts, 'dotFloats' | 'dotBytes'> };
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

type Compiled = { readonly wasm: WebAssemblySlice; readonly module: object } | 'unsupported';

/** Compiled once: it is a kilobyte, small enough that browsers allow it on the main thread. */
let compiled: Compiled | undefined;

/** The kernels of assembly/dot-products.ts; undefined where there is no WebAssembly with vector instructions. */
export function createWasmDotProducts(): DotProducts | undefined {
  compiled ??= compile();
  if (compiled === 'unsupported') return undefined;
  const { wasm, module } = compiled;
  const memory = new wasm.Memory({ initial: 0 });
  const { dotFloats, dotBytes } = new wasm.Instance(module, { env: { memory } }).exports;
  return {
    get buffer() {
      return memory.buffer;
    },
    reserve(bytes) {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    },
    dotFloats,
    dotBytes,
  };
}

function compile(): Compiled {
  const { WebAssembly: wasm } = globalThis as { WebAssembly?: WebAssemblySlice };
  if (wasm === undefined) return 'unsupported';
  try {
    const bytes = Uint8Array.from(atob(dotProductsModule), (character) => character.charCodeAt(0));
    return { wasm, module: new wasm.Module(bytes) };
  } catch {
    // Without vector instructions the module is not valid; a content security policy may forbid any.
    return 'unsupported';
  }
}
