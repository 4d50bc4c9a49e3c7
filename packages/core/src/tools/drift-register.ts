import type { ConfigStore } from '../contracts/store.js';
import type { JsonObject, JsonValue, ToolId, ToolRecord } from '../contracts/tool.js';
import { deepFreeze } from '../json.js';
import { type DefinitionParts, definitionFields } from './tool-definition.js';

const keyPrefix = 'drift/';

/** What is remembered of the changes of a tool, beside its record. */
export interface DriftEntry {
  /** When the contract was last changed and the change was accepted, in milliseconds since the epoch. */
  readonly definedAt?: number | undefined;
  /** Set while a definition waits for approval. */
  readonly held?: HeldBack | undefined;
}

export interface HeldBack {
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** The last definition that was approved: listing it again ends the quarantine. */
  readonly approved: DefinitionParts;
}

/** The entries, in memory as the store has them. */
export class DriftRegister {
  readonly #config: ConfigStore;
  readonly #entries = new Map<string, DriftEntry>();

  constructor(config: ConfigStore) {
    this.#config = config;
  }

  async load(): Promise<void> {
    for (const { key, value } of await this.#config.list(keyPrefix)) {
      this.#entries.set(key.slice(keyPrefix.length), readDriftEntry(value));
    }
  }

  get(toolId: ToolId): DriftEntry {
    return this.#entries.get(toolId) ?? {};
  }

  has(toolId: ToolId): boolean {
    const { definedAt, held } = this.get(toolId);
    return definedAt !== undefined || held !== undefined;
  }

  async write(toolId: ToolId, { definedAt, held }: DriftEntry): Promise<void> {
    await this.#config.set(keyPrefix + toolId, {
      ...(definedAt !== undefined && { definedAt }),
      ...(held !== undefined && { held: { since: held.since, approved: toJson(held.approved) } }),
    });
    this.#entries.set(toolId, { definedAt, held });
  }
}

/** The parts of a record that are compared with later definitions. */
export function definitionOf(tool: ToolRecord): DefinitionParts {
  const { title, description, inputSchema, outputSchema, annotations, fingerprint } = tool;
  return { title, description, inputSchema, outputSchema, annotations, fingerprint };
}

function toJson(definition: DefinitionParts): JsonObject {
  const fields = definitionFields.flatMap((field) => {
    const value = definition[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return { ...Object.fromEntries<JsonValue>(fields), fingerprint: definition.fingerprint };
}

/** An entry that is not of this shape was written by nobody here, and counts as none. */
export function readDriftEntry(value: JsonValue): DriftEntry {
  const { definedAt, held } = asObject(value);
  const { since, approved } = asObject(held);
  const { fingerprint, inputSchema, outputSchema, annotations, title, description } = asObject(approved);
  const isHeld = typeof since === 'number' && typeof fingerprint === 'string';
  return {
    definedAt: typeof definedAt === 'number' ? definedAt : undefined,
    held: isHeld
      ? {
          since,
          approved: {
            fingerprint,
            title: typeof title === 'string' ? title : undefined,
            description: typeof description === 'string' ? description : undefined,
            inputSchema: deepFreeze(asObject(inputSchema)),
            outputSchema: outputSchema === undefined ? undefined : deepFreeze(asObject(outputSchema)),
            annotations: annotations === undefined ? undefined : deepFreeze(asObject(annotations)),
          },
        }
      : undefined,
  };
}

function asObject(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
