import { AgentCardsError } from '../../errors/agent-cards-error.js';
import type { Dtype, TransformersEmbedderOptions } from './transformers-embedder-options.js';
import type {
  TransformersLibrary,
  TransformersLoadOptions,
  TransformersModel,
  TransformersTokenizer,
} from './transformers-library.js';

export interface LoadedModel {
  readonly tokenizer: TransformersTokenizer;
  readonly model: TransformersModel;
}

/**
 * Loads tokenizer and model from the first place that has them: the local folder, the cache, the network if allowed.
 *
 * What `env` says is read, never changed: two embedders with other folders do not disturb each other. Folders are given
 * to the library as paths, which it never looks up on the network, whereas by a name it does so for parts of a model even
 * with `local_files_only` (its `get_tokenizer_files` of 4.3.1 takes no options).
 *
 * @throws AgentCardsError `EMBEDDER_MODEL_UNAVAILABLE`
 */
export async function loadModel(
  library: TransformersLibrary,
  options: TransformersEmbedderOptions & { readonly dtype: Dtype },
): Promise<LoadedModel> {
  const { model: name, revision = 'main', allowRemote = false, cacheDir, localModelPath, onProgress } = options;
  const folders = [
    folderOf(localModelPath ?? library.env.localModelPath, name),
    folderOf(cacheDir ?? library.env.cacheDir, name, revision === 'main' ? '' : revision),
  ].filter((folder) => folder !== undefined);
  const progress = progressOf(onProgress);
  const settings: TransformersLoadOptions = {
    dtype: options.dtype,
    ...(options.device !== undefined && { device: options.device }),
    progress_callback: progress.report,
  };
  const failures: unknown[] = [];
  for (const folder of folders) {
    try {
      return await load(library, folder, { ...settings, local_files_only: true });
    } catch (error) {
      progress.rethrow();
      if (!isMissing(error)) throw unavailable(options, folder, error);
      failures.push(error);
    }
  }
  if (!allowRemote) throw unavailable(options, undefined, failures.at(-1));
  try {
    return await load(library, name, { ...settings, revision, ...(cacheDir !== undefined && { cache_dir: cacheDir }) });
  } catch (error) {
    progress.rethrow();
    throw unavailable(options, undefined, error);
  }
}

async function load(
  library: TransformersLibrary,
  name: string,
  options: TransformersLoadOptions,
): Promise<LoadedModel> {
  // One after the other, so that nothing is left loading when one fails. The configuration first: a missing one is told
  // by an error of its own, whereas a missing tokenizer is not.
  const config = await library.AutoConfig.from_pretrained(name, options);
  const tokenizer = await library.AutoTokenizer.from_pretrained(name, { ...options, config });
  return { tokenizer, model: await library.AutoModel.from_pretrained(name, { ...options, config }) };
}

function folderOf(parent: string | null, ...names: readonly string[]): string | undefined {
  if (parent === null) return undefined;
  const folder = [parent.replace(/[/\\]+$/, ''), ...names.filter((name) => name !== '')].join('/');
  // The library takes `a/b` for a model on the network, and `./a/b` or `/a/b` for a folder.
  return /^(?:[./\\]|[a-z][a-z+.-]*:)/i.test(folder) ? folder : `./${folder}`;
}

/** Hands on the library's events, and keeps what the listener throws from being taken for a fault of the model. */
function progressOf(onProgress: TransformersEmbedderOptions['onProgress']) {
  let thrown: { readonly error: unknown } | undefined;
  return {
    report: (event: Parameters<NonNullable<TransformersLoadOptions['progress_callback']>>[0]) => {
      const { status, file, loaded, total } = event;
      if (status !== 'progress' || file === undefined || loaded === undefined || total === undefined) return;
      try {
        onProgress?.({ file, loaded, total });
      } catch (error) {
        thrown = { error };
        throw error;
      }
    },
    rethrow() {
      if (thrown) throw thrown.error;
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ModelFileNotFoundError';
}

function unavailable(
  { model, dtype, allowRemote, localModelPath, cacheDir }: TransformersEmbedderOptions,
  folder: string | undefined,
  cause: unknown,
): AgentCardsError {
  if (folder !== undefined) {
    return new AgentCardsError(
      'EMBEDDER_MODEL_UNAVAILABLE',
      `The model ${model} (${dtype}) in ${folder} cannot be read.`,
      {
        hint: 'See the cause: a file that is missing, broken or partial, which a new download mends, or a device that is not here.',
        cause,
      },
    );
  }
  const places = [localModelPath, cacheDir].filter((place) => place !== undefined).join(' and ');
  const searched = places === '' ? "the library's folders" : places;
  return allowRemote
    ? new AgentCardsError('EMBEDDER_MODEL_UNAVAILABLE', `The model ${model} (${dtype}) cannot be downloaded.`, {
        hint: 'See the cause: no network, no such model, or no export of this dtype.',
        cause,
      })
    : new AgentCardsError('EMBEDDER_MODEL_UNAVAILABLE', `The model ${model} (${dtype}) is not in ${searched}.`, {
        hint: 'Set allowRemote to download it into cacheDir, or put its files into a folder and name that in localModelPath.',
        cause,
      });
}
