const block = 512;

export interface TarEntry {
  /** Relative, with forward slashes. */
  readonly path: string;
  /** Undefined for a directory. */
  readonly content: Uint8Array | undefined;
}

/** Reads the archives that PGlite makes, which have short names, files and directories, and nothing else. */
export function* tarEntries(tar: Uint8Array): Generator<TarEntry> {
  for (let start = 0; tar[start]; ) {
    const path = text(tar, start, 100).replace(/^\/+/, '');
    const size = Number.parseInt(text(tar, start + 124, 12), 8);
    const isDirectory = text(tar, start + 156, 1) === '5';
    const from = start + block;
    yield { path, content: isDirectory ? undefined : tar.subarray(from, from + size) };
    start = from + Math.ceil(size / block) * block;
  }
}

function text(tar: Uint8Array, start: number, length: number): string {
  const field = Buffer.from(tar.buffer, tar.byteOffset + start, length).toString('latin1');
  return field.split('\0', 1)[0]!;
}
