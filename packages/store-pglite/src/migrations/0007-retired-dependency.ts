import type { Migration } from './migration.js';

/** A place for what executions showed of edges that have grown too old to be kept. */
export const retiredDependency: Migration = {
  name: '0007-retired-dependency',
  sha256: '1148d83503c534dc75a32b3542c3dfd07f2aedc23be7a565ca14cae6e3595bb6',
  sql: `
CREATE TABLE tool_dependency_retired (
  from_tool_id text COLLATE "C" NOT NULL,
  to_tool_id text COLLATE "C" NOT NULL,
  observed_count integer NOT NULL DEFAULT 0,
  success_count integer NOT NULL DEFAULT 0,
  failure_count integer NOT NULL DEFAULT 0,
  data_flow_count integer NOT NULL DEFAULT 0,
  declared_count integer NOT NULL DEFAULT 0,
  sequence_count integer NOT NULL DEFAULT 0,
  last_observed timestamptz NOT NULL,
  CONSTRAINT tool_dependency_retired_pkey PRIMARY KEY (from_tool_id, to_tool_id)
);
`,
};
