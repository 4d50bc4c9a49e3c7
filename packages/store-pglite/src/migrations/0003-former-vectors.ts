import type { Migration } from './migration.js';

/** A place for the vectors that tools had before their texts changed: a text that comes back is not embedded again. */
export const formerVectors: Migration = {
  name: '0003-former-vectors',
  sha256: '9c1dc1f1472d45e1c51064ec1c099f059a103e480ecef5af724f8c5f41cbf1c7',
  sql: `
CREATE TABLE tool_embedding_former (
  tool_id text COLLATE "C" NOT NULL,
  model_id text NOT NULL,
  content_hash text NOT NULL,
  embedding vector NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT tool_embedding_former_tool_id_content_hash_pk PRIMARY KEY (tool_id, content_hash),
  CONSTRAINT tool_embedding_former_tool_id_fkey
    FOREIGN KEY (tool_id) REFERENCES tool_schema (tool_id) ON DELETE CASCADE
);

CREATE INDEX idx_tool_embedding_former_content ON tool_embedding_former (content_hash, model_id);
`,
};
