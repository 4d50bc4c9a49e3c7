import type { DotProducts } from './dot-products.js';
import { createScriptDotProducts } from './script-dot-products.js';
import { createWasmDotProducts } from './wasm-dot-products.js';

/** Below this a WebAssembly memory, for which gigabytes of addresses are set aside, costs more than it brings. */
const scriptBytes = 65_536;

/**
 * Dot products in plain JavaScript as long as the block is small, then with WebAssembly where the runtime has it. The
 * results are the same.
 */
export function createDotProducts(): DotProducts {
  let products = createScriptDotProducts();
  let isFinal = false;
  return {
    get buffer() {
      return products.buffer;
    },
    reserve(bytes) {
      if (bytes > scriptBytes && !isFinal) {
        const larger = createWasmDotProducts() ?? products;
        larger.reserve(bytes);
        if (larger !== products) new Uint8Array(larger.buffer).set(new Uint8Array(products.buffer));
        products = larger;
        isFinal = true;
      }
      products.reserve(bytes);
    },
    dotFloats: (...shape) => products.dotFloats(...shape),
    dotBytes: (...shape) => products.dotBytes(...shape),
  };
}
