import type { Engine } from '../engine.js';
import type { TextVectors } from './text-vectors.js';

/** Clauses of an intent that are embedded beside the whole; `agentcards` takes as many. */
const maximumClauses = 8;

/** What the product hands to the engine for an intent: the text, its vector and those of its clauses. */
export interface EmbeddedQuery {
  readonly text: string;
  readonly embedding?: Float32Array;
  readonly clauseEmbeddings?: readonly Float32Array[];
}

const clausesToEmbed = (engine: Engine, text: string) => engine.clausesOf(text).slice(0, maximumClauses);

/** Prepares intents and their clauses. */
export async function prepareQueries(engine: Engine, texts: readonly string[], vectors: TextVectors): Promise<void> {
  await vectors.prepare(
    texts.flatMap((text) => [text, ...clausesToEmbed(engine, text)]),
    'query',
  );
}

export function embedQuery(engine: Engine, text: string, vectors: TextVectors): EmbeddedQuery {
  return {
    text,
    embedding: vectors.vectorOf(text),
    clauseEmbeddings: clausesToEmbed(engine, text).map((clause) => vectors.vectorOf(clause)),
  };
}
