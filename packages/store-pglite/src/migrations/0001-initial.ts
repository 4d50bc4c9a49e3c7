import type { Migration } from './migration.js';

export const initial: Migration = {
  name: '0001-initial',
  sha256: 'fc59078742e0b15bcd50d59c1770de483e982248e92488c6899bfd7f5c0a4662',
  sql: `
CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE tool_schema (
  tool_id text COLLATE "C" PRIMARY KEY,
  server_id text NOT NULL,
  name text NOT NULL,
  title text,
  description text,
  input_schema jsonb NOT NULL,
  output_schema jsonb,
  annotations jsonb,
  fingerprint text NOT NULL,
  status text NOT NULL,
  first_seen timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT tool_schema_status_check CHECK (status IN ('active', 'removed', 'quarantined'))
);

CREATE TABLE tool_embedding (
  tool_id text COLLATE "C" PRIMARY KEY,
  model_id text NOT NULL,
  content_hash text NOT NULL,
  embedding vector(1024) NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT tool_embedding_tool_id_fkey FOREIGN KEY (tool_id) REFERENCES tool_schema (tool_id) ON DELETE CASCADE
);
CREATE INDEX idx_tool_embedding_embedding ON tool_embedding
  USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);

CREATE TABLE tool_dependency (
  from_tool_id text COLLATE "C" NOT NULL,
  to_tool_id text COLLATE "C" NOT NULL,
  observed_count integer NOT NULL DEFAULT 0,
  success_count integer NOT NULL DEFAULT 0,
  failure_count integer NOT NULL DEFAULT 0,
  data_flow_count integer NOT NULL DEFAULT 0,
  declared_count integer NOT NULL DEFAULT 0,
  sequence_count integer NOT NULL DEFAULT 0,
  confidence_score double precision NOT NULL DEFAULT 0.5,
  last_observed timestamptz,
  source text NOT NULL DEFAULT 'learned',
  CONSTRAINT tool_dependency_pkey PRIMARY KEY (from_tool_id, to_tool_id),
  CONSTRAINT tool_dependency_source_check CHECK (source IN ('learned', 'user', 'hint', 'schema')),
  CONSTRAINT tool_dependency_confidence_check CHECK (confidence_score BETWEEN 0 AND 1),
  CONSTRAINT tool_dependency_outcome_check
    CHECK (success_count >= 0 AND failure_count >= 0 AND observed_count = success_count + failure_count),
  CONSTRAINT tool_dependency_evidence_check
    CHECK (data_flow_count >= 0 AND declared_count >= 0 AND sequence_count >= 0)
);
CREATE INDEX idx_tool_dependency_from ON tool_dependency (from_tool_id);
CREATE INDEX idx_tool_dependency_to ON tool_dependency (to_tool_id);
CREATE INDEX idx_tool_dependency_confidence ON tool_dependency (confidence_score);
CREATE INDEX idx_tool_dependency_source ON tool_dependency (source);

CREATE TABLE workflow_execution (
  execution_id text COLLATE "C" PRIMARY KEY,
  executed_at timestamptz NOT NULL DEFAULT now(),
  intent_text text,
  dag_structure jsonb NOT NULL,
  success boolean NOT NULL,
  execution_time_ms bigint NOT NULL,
  error_message text,
  code_snippet text,
  code_hash text,
  suggestion_id text,
  CONSTRAINT workflow_execution_time_check CHECK (execution_time_ms >= 0)
);
CREATE INDEX idx_execution_timestamp ON workflow_execution (executed_at);
CREATE INDEX idx_workflow_execution_code_hash ON workflow_execution (code_hash) WHERE code_hash IS NOT NULL;

CREATE TABLE config (
  key text COLLATE "C" PRIMARY KEY,
  value jsonb NOT NULL
);

CREATE TABLE error_log (
  id serial PRIMARY KEY,
  error_type text NOT NULL,
  message text NOT NULL,
  stack text,
  context jsonb,
  timestamp timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_error_log_timestamp ON error_log (timestamp);
CREATE INDEX idx_error_log_type ON error_log (error_type);
`,
};
