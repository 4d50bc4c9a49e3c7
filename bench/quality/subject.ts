import type { DataSet, Query } from '../data/data-set.js';
import { type EmbeddedQuery, embedQuery } from './embedding/embedded-query.js';
import type { TextVectors } from './embedding/text-vectors.js';
import { embedTools } from './embedding/tool-vectors.js';
import { createLoadedEngine, type Engine, type EngineParts } from './engine.js';
import { evenlySpaced } from './evenly-spaced.js';

/** A set as seen by one embedder. */
export interface EmbeddedSet {
  readonly vectors: TextVectors;
  readonly tools: readonly { readonly toolId: string; readonly embedding: Float32Array }[];
  /** What the product hands to the engine for an intent that was prepared. */
  query(text: string): EmbeddedQuery;
}

/** One data set with all that its measures share. */
export interface Subject {
  readonly set: DataSet;
  /** At most as many as were asked for. */
  readonly queries: readonly Query[];
  /** By the default embedder; any text can be asked. */
  readonly embedded: EmbeddedSet;
  /** By MiniLM, with the queries of `miniLmQueries` prepared; or why not. */
  readonly miniLm: (EmbeddedSet & { readonly queries: ReadonlySet<Query> }) | { readonly skipped: string };
  /** The engine as `agentcards` has it by default, with nothing learned: words and static vectors. */
  readonly cold: Engine;
  /** Another of that kind, with a history, with dependencies. */
  hybrid(parts: EngineParts): Engine;
}

export interface SubjectOptions {
  readonly maxQueries: number;
  readonly miniLmQueries: number;
  readonly vectors: TextVectors;
  readonly miniLm: TextVectors | { readonly skipped: string };
}

export async function openSubject(set: DataSet, options: SubjectOptions): Promise<Subject> {
  const { vectors, miniLm, maxQueries, miniLmQueries } = options;
  const queries = evenlySpaced(set.queries, maxQueries);
  // Static vectors need no preparation.
  const embedded = await embedSet(set, vectors, []);
  const hybrid = (parts: EngineParts) => createLoadedEngine(set, { vectors: embedded.tools, ...parts });
  const few = evenlySpaced(queries, miniLmQueries);
  return {
    set,
    queries,
    embedded,
    miniLm:
      'skipped' in miniLm
        ? miniLm
        : {
            ...(await embedSet(
              set,
              miniLm,
              few.map(({ text }) => text),
            )),
            queries: new Set(few),
          },
    cold: hybrid({}),
    hybrid,
  };
}

async function embedSet(set: DataSet, vectors: TextVectors, texts: readonly string[]): Promise<EmbeddedSet> {
  const tools = await embedTools(set.tools, vectors);
  // Which words are misspelt depends on those that the tools have.
  const engine = createLoadedEngine(set);
  const toEmbed = texts.map((text) => engine.textToEmbed(text));
  await vectors.prepare([...texts, ...toEmbed], 'query');
  return { vectors, tools, query: (text) => embedQuery(text, engine, vectors) };
}
