import { StaticEmbedderError } from './errors.js';
import type { StaticModel, StaticModelConfig } from './static-model.js';

/**
 * The model that comes with this package. Each URL is written out, so that bundlers that know this form (Vite, webpack,
 * Parcel) see the file and take it along.
 * @throws StaticEmbedderError `EMBEDDER_MODEL_UNAVAILABLE` | `EMBEDDER_MODEL_INVALID`
 */
export async function readOwnModel(): Promise<StaticModel> {
  const [config, vocabulary, vectors, scales] = await Promise.all([
    readBytes(new URL('../model/config.json', import.meta.url)),
    readBytes(new URL('../model/vocab.txt', import.meta.url)),
    readBytes(new URL('../model/vectors.i8', import.meta.url)),
    readBytes(new URL('../model/scales.f32', import.meta.url)),
  ]);
  return {
    config: parseConfig(decodeText(config)),
    vocabulary: decodeText(vocabulary),
    vectors: new Int8Array(vectors.buffer, vectors.byteOffset, vectors.length),
    scales: decodeFloats(scales),
  };
}

/** Bytes of a file, by the file system where there is one, else by `fetch`. */
async function readBytes(url: URL): Promise<Uint8Array> {
  try {
    // Asked for at run time: an import of a module of Node, however late, breaks bundles for browsers.
    const files = url.protocol === 'file:' && globalThis.process?.getBuiltinModule?.('node:fs/promises');
    if (files) return await files.readFile(url);
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The answer was ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new StaticEmbedderError(
      'EMBEDDER_MODEL_UNAVAILABLE',
      `The file ${url} of the static embedder could not be read.`,
      {
        hint: 'Copy the folder "model" of @agentcards/embedder-static to where that file is looked for: beside the folder of the bundle, not into it. Or pass the parts as `model`; for createAgentCards, `embedder: null` does without.',
        cause,
      },
    );
  }
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** By value, for the bytes need not be aligned, nor the machine be little endian. */
function decodeFloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const floats = new Float32Array(Math.floor(bytes.length / 4));
  for (let index = 0; index < floats.length; index += 1) floats[index] = view.getFloat32(4 * index, true);
  return floats;
}

function parseConfig(text: string): StaticModelConfig {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StaticEmbedderError('EMBEDDER_MODEL_INVALID', 'config.json of the static embedder is no JSON.', {
      hint: 'A server that answers every path with a page gives such files: let it serve the folder "model".',
      cause,
    });
  }
}
