import type { Migration } from './migration.js';

/** Staged vectors are found by what they were made from, as those in use and those before them are. */
export const stagedContent: Migration = {
  name: '0006-staged-content',
  sha256: 'b70b62d2d5750f21a23aad52379cedaead22f0767b9b139df82f5163f8ac9496',
  sql: `
CREATE INDEX idx_tool_embedding_staged_content ON tool_embedding_staged (content_hash, model_id);
`,
};
