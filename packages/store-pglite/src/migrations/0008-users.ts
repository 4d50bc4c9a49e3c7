import type { Migration } from './migration.js';

/** Places for users, their API keys, their secrets and their settings of servers. */
export const users: Migration = {
  name: '0008-users',
  sha256: 'fb718fa57038a83adb3036eeca1a069adecc4ad8b510a6c2a90dff125b910a69',
  sql: `
CREATE TABLE users (
  id text COLLATE "C" PRIMARY KEY,
  github_id text CONSTRAINT users_github_id_key UNIQUE,
  username text NOT NULL,
  email text,
  avatar_url text,
  role text NOT NULL DEFAULT 'user' CONSTRAINT users_role_check CHECK (role IN ('user', 'admin', 'ops')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_users_role ON users (role);

CREATE TABLE api_keys (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  prefix text NOT NULL CONSTRAINT api_keys_prefix_key UNIQUE,
  hash text NOT NULL,
  name text NOT NULL,
  scopes jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  replaced_by text
);
CREATE INDEX idx_api_keys_user ON api_keys (user_id, created_at, id);

CREATE TABLE user_secrets (
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  server text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  version integer NOT NULL CONSTRAINT user_secrets_version_check CHECK (version >= 1),
  key_id text NOT NULL,
  wrapped_key bytea NOT NULL,
  ciphertext bytea NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT user_secrets_pkey PRIMARY KEY (user_id, server, name)
);

CREATE TABLE user_mcp_configs (
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  server text COLLATE "C" NOT NULL,
  settings jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT user_mcp_configs_pkey PRIMARY KEY (user_id, server)
);
`,
};
