import type { SyncIssue, SyncReport } from '../agent-cards.js';
import type { EngineTool } from '../contracts/engine.js';
import type { Clock } from '../contracts/environment.js';
import type { Store } from '../contracts/store.js';
import type { ToolId, ToolRecord, ToolStatus } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { storableText } from '../json.js';
import { readAll } from '../pages.js';
import { maxDescriptionLength, type TakenTool, takeTool } from './tool-intake.js';

type Schemas = typeof import('../schemas/index.js');

const serverKeyPrefix = 'server/';

/** The tools in memory, as the store has them. The only writer of `store.tools`. */
export class ToolIndex {
  readonly #tools = new Map<string, ToolRecord>();
  readonly #serverDescriptions = new Map<string, string>();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #schemas: Schemas;

  constructor(store: Store, clock: Clock, schemas: Schemas) {
    this.#store = store;
    this.#clock = clock;
    this.#schemas = schemas;
  }

  async load(): Promise<void> {
    for (const { key, value } of await this.#store.config.list(serverKeyPrefix)) {
      const description = typeof value === 'object' && value !== null && 'description' in value && value.description;
      if (typeof description === 'string') {
        this.#serverDescriptions.set(key.slice(serverKeyPrefix.length), description);
      }
    }
    const pages = readAll<ToolRecord, ToolId>(
      (page) => this.#store.tools.read(page),
      (tool) => tool.toolId,
    );
    for await (const page of pages) {
      for (const tool of page) this.#tools.set(tool.toolId, Object.freeze(tool));
    }
  }

  get(toolId: string): ToolRecord | undefined {
    return this.#tools.get(toolId);
  }

  /**
   * The id of a tool that is in the index, whatever its status.
   * @throws AgentCardsError `TOOL_UNKNOWN`
   */
  known(toolId: string): ToolId {
    const tool = this.#tools.get(toolId);
    if (tool !== undefined) return tool.toolId;
    throw new AgentCardsError('TOOL_UNKNOWN', `No tool has the id ${JSON.stringify(toolId.slice(0, 400))}.`, {
      hint: 'Ids are "server:tool". Sync the server that has the tool first.',
    });
  }

  list(options: { readonly server?: string | undefined; readonly status?: ToolStatus | undefined } = {}): ToolRecord[] {
    const status = options.status ?? 'active';
    const chosen = [...this.#tools.values()].filter(
      (tool) => tool.status === status && (options.server === undefined || tool.serverId === options.server),
    );
    return chosen.sort((a, b) => (a.toolId < b.toolId ? -1 : 1));
  }

  count(status: ToolStatus): number {
    let count = 0;
    for (const tool of this.#tools.values()) if (tool.status === status) count += 1;
    return count;
  }

  toEngineTool(tool: ToolRecord, embedding: Float32Array | undefined): EngineTool {
    return {
      id: tool.toolId,
      name: tool.name,
      title: tool.title,
      description: tool.description,
      inputSchema: tool.inputSchema,
      outputSchema: tool.outputSchema,
      server: tool.serverId,
      serverDescription: this.#serverDescriptions.get(tool.serverId),
      embedding,
    };
  }

  /** Writes one server's list. `touched` are the active tools whose engine entry is out of date now. */
  async sync(source: {
    readonly server: string;
    readonly description?: string | undefined;
    readonly tools: readonly unknown[];
  }): Promise<{ readonly report: SyncReport; readonly touched: readonly ToolRecord[] }> {
    const { server } = source;
    const { taken, rejected, warnings } = this.#takeAll(server, source.tools);
    const known = [...this.#tools.values()].filter((tool) => tool.serverId === server);
    const at = new Date(this.#clock.now());

    const added: ToolId[] = [];
    const changed: ToolId[] = [];
    const unchanged: ToolId[] = [];
    const upsert: ToolRecord[] = [];
    for (const { toolId, record } of taken.values()) {
      const before = this.#tools.get(toolId);
      if (before?.status === 'active' && before.fingerprint === record.fingerprint) {
        unchanged.push(toolId);
        continue;
      }
      (before === undefined || before.status === 'removed' ? added : changed).push(toolId);
      upsert.push(Object.freeze({ ...record, status: 'active', firstSeen: before?.firstSeen ?? at, updatedAt: at }));
    }
    // A tool that is refused today is still served; only what the server no longer lists is gone.
    const listed = new Set([...taken.keys(), ...this.#refusedIds(server, rejected)]);
    const gone = known.filter((tool) => tool.status === 'active' && !listed.has(tool.toolId));
    const emptied = source.tools.length === 0 && gone.length > 0;
    if (emptied) {
      warnings.push({
        server,
        code: 'EMPTY_SYNC_IGNORED',
        message: `The server listed no tools, but had ${gone.length}; they stay. Use tools.remove to take them out.`,
      });
    }
    const remove = emptied ? [] : gone.map((tool) => tool.toolId);

    const newDescription = await this.#writeDescription(server, source.description);
    if (upsert.length > 0 || remove.length > 0) await this.#store.tools.apply({ upsert, remove, at });
    for (const tool of upsert) this.#tools.set(tool.toolId, tool);
    this.#markRemoved(remove, at);

    const touched = newDescription ? this.list({ server }) : upsert;
    return { report: { added, changed, unchanged, removed: remove, rejected, warnings }, touched };
  }

  /** Marks tools as removed; returns those that were active. */
  async remove(toolIds: readonly ToolId[]): Promise<ToolId[]> {
    const active = [...new Set(toolIds)].filter((toolId) => this.#tools.get(toolId)?.status === 'active');
    const at = new Date(this.#clock.now());
    if (active.length > 0) await this.#store.tools.apply({ upsert: [], remove: active, at });
    this.#markRemoved(active, at);
    return active;
  }

  #takeAll(server: string, tools: readonly unknown[]) {
    const taken = new Map<ToolId, TakenTool>();
    const rejected: SyncIssue[] = [];
    const warnings: SyncIssue[] = [];
    for (const value of tools) {
      try {
        const tool = takeTool(this.#schemas, server, value);
        if (taken.has(tool.toolId)) {
          throw new AgentCardsError('TOOL_DUPLICATE', 'The server lists this name twice; the first one counts.');
        }
        taken.set(tool.toolId, tool);
        if (tool.warning) warnings.push(tool.warning);
      } catch (error) {
        if (!AgentCardsError.isInstance(error)) throw error;
        rejected.push({ server, tool: nameOf(value), code: error.code, message: error.message });
      }
    }
    return { taken, rejected, warnings };
  }

  *#refusedIds(server: string, rejected: readonly SyncIssue[]): Generator<ToolId> {
    for (const { tool } of rejected) {
      if (tool !== undefined) yield `${server}:${tool}` as ToolId;
    }
  }

  async #writeDescription(server: string, description: string | undefined): Promise<boolean> {
    const bounded = description === undefined ? undefined : storableText(description.slice(0, maxDescriptionLength));
    if (bounded === undefined || bounded === this.#serverDescriptions.get(server)) return false;
    await this.#store.config.set(serverKeyPrefix + server, { description: bounded });
    this.#serverDescriptions.set(server, bounded);
    return true;
  }

  #markRemoved(toolIds: readonly ToolId[], at: Date): void {
    for (const toolId of toolIds) {
      const tool = this.#tools.get(toolId);
      if (tool) this.#tools.set(toolId, Object.freeze({ ...tool, status: 'removed', updatedAt: at }));
    }
  }
}

/** The name for a report: as long as a valid name can be, so that a refused tool is recognised. */
function nameOf(value: unknown): string | undefined {
  const name = typeof value === 'object' && value !== null ? (value as { name?: unknown }).name : undefined;
  return typeof name === 'string' ? name.slice(0, 256) : undefined;
}
