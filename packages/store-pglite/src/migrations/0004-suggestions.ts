import type { Migration } from './migration.js';

/** A place for what was proposed, and for what had been proposed to those who ran something. */
export const suggestions: Migration = {
  name: '0004-suggestions',
  sha256: '2521bc5bac63a43da089fd7193091ce2615ae1b5d7a3ff6cf7740b9614cfb29b',
  sql: `
CREATE TABLE suggestion (
  suggestion_id text COLLATE "C" PRIMARY KEY,
  made_at timestamptz NOT NULL,
  intent_text text,
  tool_ids jsonb NOT NULL
);
CREATE INDEX idx_suggestion_made_at ON suggestion (made_at, suggestion_id);

ALTER TABLE workflow_execution ADD COLUMN proposed_tools jsonb;
`,
};
