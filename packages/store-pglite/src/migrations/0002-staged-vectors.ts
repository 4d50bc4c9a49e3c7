import type { Migration } from './migration.js';

/** A place for the vectors of another model while those in use still answer, and vectors by what they were made from. */
export const stagedVectors: Migration = {
  name: '0002-staged-vectors',
  sha256: '9a469d5d344c6a505e9281e3e748f3b851a9aa728bb0c653aa93017e889e0524',
  sql: `
CREATE TABLE tool_embedding_staged (
  tool_id text COLLATE "C" PRIMARY KEY,
  model_id text NOT NULL,
  content_hash text NOT NULL,
  embedding vector NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT tool_embedding_staged_tool_id_fkey
    FOREIGN KEY (tool_id) REFERENCES tool_schema (tool_id) ON DELETE CASCADE
);

CREATE INDEX idx_tool_embedding_content ON tool_embedding (content_hash, model_id);
`,
};
