import type { SyncIssue, SyncReport } from '../agent-cards.js';
import type { EngineTool } from '../contracts/engine.js';
import type { Clock } from '../contracts/environment.js';
import type { Store } from '../contracts/store.js';
import type { ToolId, ToolRecord, ToolStatus } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { deepFreeze, storableText } from '../json.js';
import { readAll } from '../pages.js';
import { maxToolNameLength } from '../tool-id.js';
import { maxDescriptionLength, type TakenTool, takeTool } from './tool-intake.js';
import { mergeReports } from './tool-sources.js';

type Schemas = typeof import('../schemas/index.js');

/** A source after the schema at the border; its tools are not looked at yet. */
export interface ParsedSource {
  readonly server: string;
  readonly description?: string | undefined;
  readonly tools: readonly unknown[];
}

const serverKeyPrefix = 'server/';

/** The tools in memory, as the store has them. The only writer of `store.tools`. */
export class ToolIndex {
  readonly #tools = new Map<string, ToolRecord>();
  readonly #byServer = new Map<string, Map<string, ToolRecord>>();
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
      for (const tool of page) this.#put(frozenRecord(tool));
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
    const tools = options.server === undefined ? this.#tools : (this.#byServer.get(options.server) ?? new Map());
    return Array.from<ToolRecord>(tools.values())
      .filter((tool) => tool.status === status)
      .sort((a, b) => (a.toolId < b.toolId ? -1 : 1));
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

  /**
   * Takes in the whole lists of some servers, each of another, in one transaction. `touched` are the active tools whose
   * engine entry is out of date now.
   */
  async sync(
    sources: readonly ParsedSource[],
  ): Promise<{ readonly report: SyncReport; readonly touched: readonly ToolRecord[] }> {
    const at = new Date(this.#clock.now());
    const changes = sources.map((source) => this.#compare(source, at));
    const report = mergeReports(changes.map((change) => change.report));
    const upsert = changes.flatMap((change) => change.upsert);

    const described = await this.#writeDescriptions(sources);
    if (upsert.length > 0 || report.removed.length > 0) {
      await this.#store.tools.apply({ upsert, remove: report.removed, at });
    }
    // In memory only now: a sync that failed half way is whole when it is tried again.
    for (const tool of upsert) this.#put(tool);
    this.#markRemoved(report.removed, at);
    for (const [server, description] of described) this.#serverDescriptions.set(server, description);
    const ofDescribed = [...described.keys()].flatMap((server) => this.list({ server }));
    return { report, touched: [...upsert.filter((tool) => !described.has(tool.serverId)), ...ofDescribed] };
  }

  /** Marks tools as removed; returns those that were active. */
  async remove(toolIds: readonly ToolId[]): Promise<ToolId[]> {
    const active = [...new Set(toolIds)].filter((toolId) => this.#tools.get(toolId)?.status === 'active');
    const at = new Date(this.#clock.now());
    if (active.length > 0) await this.#store.tools.apply({ upsert: [], remove: active, at });
    this.#markRemoved(active, at);
    return active;
  }

  /** What a server's list changes; writes nothing. */
  #compare({ server, tools }: ParsedSource, at: Date): { readonly report: SyncReport; readonly upsert: ToolRecord[] } {
    const { taken, rejected, warnings } = this.#takeAll(server, tools);
    const added: ToolId[] = [];
    const changed: ToolId[] = [];
    const unchanged: ToolId[] = [];
    const upsert: ToolRecord[] = [];
    for (const { toolId, record } of taken.values()) {
      const before = this.#tools.get(toolId);
      const isKnown = before !== undefined && before.status !== 'removed';
      if (isKnown && before.fingerprint === record.fingerprint) {
        unchanged.push(toolId);
        continue;
      }
      (isKnown ? changed : added).push(toolId);
      // Listing a quarantined tool again does not approve it.
      const status = isKnown ? before.status : 'active';
      upsert.push(Object.freeze({ ...record, status, firstSeen: before?.firstSeen ?? at, updatedAt: at }));
    }
    // A tool that is refused today is still served; only what the server no longer lists is gone.
    const listed = new Set<string>([
      ...taken.keys(),
      ...rejected.flatMap(({ tool }) => (tool === undefined ? [] : [`${server}:${tool}`])),
    ]);
    const gone = this.list({ server }).filter((tool) => !listed.has(tool.toolId));
    const emptied = tools.length === 0 && gone.length > 0;
    if (emptied) {
      warnings.push({
        server,
        code: 'EMPTY_SYNC_IGNORED',
        message: `The server listed no tools, but had ${gone.length}; they stay. Use tools.remove to take them out.`,
      });
    }
    const removed = emptied ? [] : gone.map((tool) => tool.toolId);
    return { report: { added, changed, unchanged, removed, rejected, warnings }, upsert };
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
        // Anything else was thrown by the value itself: a getter, a revoked proxy.
        const { code, message } = AgentCardsError.isInstance(error)
          ? error
          : { code: 'TOOL_DEFINITION_INVALID' as const, message: 'The definition cannot be read.' };
        rejected.push({ server, tool: nameOf(value), code, message });
      }
    }
    return { taken, rejected, warnings };
  }

  /** Stores the descriptions that are new, and returns them by server. */
  async #writeDescriptions(sources: readonly ParsedSource[]): Promise<Map<string, string>> {
    const written = new Map<string, string>();
    for (const { server, description } of sources) {
      if (description === undefined) continue;
      const bounded = storableText(description.slice(0, maxDescriptionLength));
      if (bounded === this.#serverDescriptions.get(server)) continue;
      await this.#store.config.set(serverKeyPrefix + server, { description: bounded });
      written.set(server, bounded);
    }
    return written;
  }

  #put(tool: ToolRecord): void {
    this.#tools.set(tool.toolId, tool);
    const ofServer = this.#byServer.get(tool.serverId) ?? new Map<string, ToolRecord>();
    this.#byServer.set(tool.serverId, ofServer.set(tool.toolId, tool));
  }

  #markRemoved(toolIds: readonly ToolId[], at: Date): void {
    for (const toolId of toolIds) {
      const tool = this.#tools.get(toolId);
      if (tool) this.#put(Object.freeze({ ...tool, status: 'removed', updatedAt: at }));
    }
  }
}

/** The name for a report: one character longer than a valid name can be, so that a cut one is nobody's. */
function nameOf(value: unknown): string | undefined {
  try {
    const name = (value as { readonly name?: unknown } | null | undefined)?.name;
    return typeof name === 'string' ? name.slice(0, maxToolNameLength + 1) : undefined;
  } catch {
    return undefined;
  }
}

function frozenRecord(tool: ToolRecord): ToolRecord {
  for (const schema of [tool.inputSchema, tool.outputSchema, tool.annotations]) deepFreeze(schema);
  return Object.freeze(tool);
}
