import type { Migration } from './migration.js';

/** A place for numbers that are learned, such as the weights of kinds of evidence. */
export const adaptiveConfig: Migration = {
  name: '0005-adaptive-config',
  sha256: 'fe68aca96215fe85a3b14005d3aee9acad648a04e3851a74416b528e9d246622',
  sql: `
CREATE TABLE adaptive_config (
  config_key text COLLATE "C" PRIMARY KEY,
  config_value real NOT NULL,
  last_updated timestamptz NOT NULL DEFAULT now(),
  total_samples integer NOT NULL DEFAULT 0
);
`,
};
