import type { Extension } from '@electric-sql/pglite';

/** What is read here of the options that PGlite starts its WebAssembly with. */
interface WasmOptions {
  instantiateWasm(imports: WasmImports, done: unknown): unknown;
}

interface WasmImports {
  readonly env: { _setitimer_js(which: number, milliseconds: number): number };
}

/**
 * PostgreSQL without its timers, each of which would keep a process alive that forgets to close: ten seconds after a
 * statement it would look whether its statistics are to be written. On one thread a timer ends no statement that runs, and
 * what one finds to do between two of them is done with the second.
 */
export const withoutTimers: Extension = {
  name: 'without timers',
  async setup(_pglite, options: WasmOptions) {
    const instantiateWasm: WasmOptions['instantiateWasm'] = (imports, done) => {
      imports.env._setitimer_js = () => 0;
      return options.instantiateWasm(imports, done);
    };
    return { emscriptenOpts: { ...options, instantiateWasm } };
  },
};
