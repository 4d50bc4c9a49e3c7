import type { EngineTool } from '../contracts/engine-tool.js';
import type { Clock } from '../contracts/environment.js';
import type { Store } from '../contracts/store.js';
import type { DriftPolicy, ToolId, ToolRecord, ToolStatus } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import { deepFreeze, storableText } from '../json.js';
import { readAll } from '../pages.js';
import type { SyncReport } from '../reports.js';
import { compareSource, type SourceChange } from './compare-source.js';
import { definitionChanges } from './definition-changes.js';
import { contractOf } from './definition-contract.js';
import { type DriftEntry, DriftRegister } from './drift-register.js';
import type { ProposedRename } from './rename-matches.js';
import type { TakenSource } from './source-intake.js';
import { ToolAliases } from './tool-aliases.js';
import type { QuarantinedTool, ReviewedTool } from './tool-drift.js';
import { maxDescriptionLength } from './tool-intake.js';
import { mergeReports } from './tool-sources.js';
import { unknownTool } from './unknown-tool.js';

export interface ToolIndexOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly onDrift: DriftPolicy;
  readonly onEmptyList: 'keep' | 'remove';
}

/** What a sync did, and what the engine is to be told of it. */
export interface SyncOutcome {
  readonly report: SyncReport;
  /** Tools whose engine entry is out of date now. */
  readonly touched: readonly ToolRecord[];
}

const serverKeyPrefix = 'server/';

/** The tools in memory, as the store has them. The only writer of `store.tools`. */
export class ToolIndex {
  readonly #tools = new Map<string, ToolRecord>();
  readonly #byServer = new Map<string, Map<string, ToolRecord>>();
  readonly #serverDescriptions = new Map<string, string>();
  readonly #options: ToolIndexOptions;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #drift: DriftRegister;
  /** Old ids of renamed tools. */
  readonly aliases: ToolAliases;

  constructor(options: ToolIndexOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#drift = new DriftRegister(options.store.config);
    const isActive = (toolId: string) => this.#tools.get(toolId)?.status === 'active';
    this.aliases = new ToolAliases(options.store.config, options.clock, isActive);
  }

  async load(): Promise<void> {
    await this.#drift.load();
    await this.aliases.load();
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
    // Left over by a process that died in the middle: the record says whether a tool is quarantined.
    for (const tool of this.list()) await this.#release(tool.toolId);
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
    throw unknownTool(toolId);
  }

  /** @throws AgentCardsError `TOOL_UNKNOWN` | `RENAME_CYCLE` | `INVALID_INPUT` while the old tool is there */
  async acceptRename(rename: { readonly from: string; readonly to: string }): Promise<void> {
    const [from, to] = [this.known(rename.from), this.known(rename.to)];
    const [old, successor] = [this.#tools.get(from)!, this.#tools.get(to)!];
    if (old.status !== 'removed') {
      throw new AgentCardsError('INVALID_INPUT', `${from} is still there, so no other tool can be what it was.`, {
        hint: 'A rename needs the old tool gone: tools.remove it first, if it is.',
      });
    }
    // What ran until the old tool went, ran under the old contract.
    const definedAt = contractOf(old) === contractOf(successor) ? undefined : old.updatedAt.getTime();
    await this.aliases.accept({ from, to }, definedAt);
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
      readOnly: tool.annotations?.readOnlyHint === true,
      embedding,
      definedAt: this.definedAt(tool.toolId),
    };
  }

  /**
   * When the contract of a tool was last changed, under whichever of its names, in milliseconds since the epoch;
   * undefined if never.
   */
  definedAt(toolId: ToolId): number | undefined {
    const [id, ...older] = this.aliases.namesOf(toolId);
    return latest([
      this.#drift.get(id ?? toolId).definedAt,
      ...older.flatMap((name) => [this.#drift.get(name).definedAt, this.aliases.definedAt(name)]),
    ]);
  }

  /** Takes in the whole lists of some servers, each of another; the tools are written in one transaction. */
  async sync(sources: readonly TakenSource[]): Promise<SyncOutcome> {
    const at = new Date(this.#clock.now());
    const changes = sources.map((source) => this.#compare(source, at));
    const report = mergeReports(changes.map((change) => change.report));
    const upsert = changes.flatMap((change) => change.upsert);

    // First what makes things stricter: a process that dies in between has let nothing past.
    for (const [toolId, entry] of changes.flatMap((change) => [...change.entries])) {
      await this.#drift.write(toolId, entry);
    }
    await this.#forgetLeftovers(report.removed);
    for (const rename of report.renames) await this.aliases.propose(rename);
    const described = await this.#writeDescriptions(sources);
    if (upsert.length > 0 || report.removed.length > 0) {
      await this.#store.tools.apply({ upsert, remove: report.removed, at });
    }
    // In memory only now: a sync that failed half way is whole when it is tried again.
    for (const tool of upsert) this.#put(tool);
    this.#markRemoved(report.removed, at);
    for (const [server, description] of described) this.#serverDescriptions.set(server, description);
    for (const toolId of changes.flatMap((change) => change.released)) await this.#release(toolId);
    const ofDescribed = [...described.keys()].flatMap((server) => this.list({ server }));
    const gone = report.removed.flatMap((toolId) => this.get(toolId) ?? []);
    return {
      report,
      touched: [
        ...upsert.filter((tool) => !described.has(tool.serverId) || tool.status !== 'active'),
        ...gone,
        ...ofDescribed,
      ],
    };
  }

  /** Marks tools as removed; returns those that were not before. */
  async remove(toolIds: readonly ToolId[]): Promise<ToolRecord[]> {
    const present = [...new Set(toolIds)].filter((toolId) => this.#tools.get(toolId)?.status !== 'removed');
    const at = new Date(this.#clock.now());
    await this.#forgetLeftovers(present);
    if (present.length > 0) await this.#store.tools.apply({ upsert: [], remove: present, at });
    this.#markRemoved(present, at);
    return present.flatMap((toolId) => this.get(toolId) ?? []);
  }

  /** Tools that were removed before a point in time, and of which no rename and no changed definition is remembered. */
  tombstones(before: Date | undefined): ToolId[] {
    if (before === undefined) return [];
    return this.list({ status: 'removed' })
      .filter(({ updatedAt, toolId }) => updatedAt < before && !this.#drift.has(toolId) && !this.aliases.names(toolId))
      .map(({ toolId }) => toolId);
  }

  /** Deletes removed tools, as if they had never been listed. */
  async purge(toolIds: readonly ToolId[]): Promise<void> {
    if (toolIds.length > 0) await this.#store.tools.purge?.(toolIds);
    for (const toolId of toolIds) {
      const server = this.#tools.get(toolId)?.serverId ?? '';
      this.#tools.delete(toolId);
      this.#byServer.get(server)?.delete(toolId);
      if (this.#byServer.get(server)?.size === 0) this.#byServer.delete(server);
    }
  }

  /**
   * The id of a tool whose definition is the one that was looked at.
   * @throws AgentCardsError `TOOL_UNKNOWN` | `DEFINITION_CHANGED`
   */
  reviewed(choice: string | ReviewedTool): ToolId {
    if (typeof choice === 'string') return this.known(choice);
    const toolId = this.known(choice.toolId);
    if (this.#tools.get(toolId)?.fingerprint === choice.fingerprint) return toolId;
    throw new AgentCardsError('DEFINITION_CHANGED', `The definition of ${toolId} is not the one that was reviewed.`, {
      hint: 'It changed since. Look at health().quarantined or tools.get again, and approve that fingerprint.',
    });
  }

  /** Makes quarantined tools active, with the definitions that they have now. Returns those that were quarantined. */
  async approve(toolIds: readonly ToolId[]): Promise<ToolRecord[]> {
    const waiting = [...new Set(toolIds)].flatMap((toolId) => {
      const tool = this.#tools.get(toolId);
      return tool?.status === 'quarantined' ? [tool] : [];
    });
    const at = new Date(this.#clock.now());
    const upsert = waiting.map((tool) => Object.freeze({ ...tool, status: 'active' as const, updatedAt: at }));
    for (const tool of waiting) {
      const { held } = this.#drift.get(tool.toolId);
      // What ran since the definition is there ran with it, approved or not.
      const definedAt = tool.updatedAt.getTime();
      if (held && contractOf(held.approved) !== contractOf(tool)) {
        await this.#drift.write(tool.toolId, { definedAt, held });
      }
    }
    if (upsert.length > 0) await this.#store.tools.apply({ upsert, remove: [], at });
    for (const tool of upsert) this.#put(tool);
    for (const { toolId } of upsert) await this.#release(toolId);
    return upsert;
  }

  /** Tools that wait for approval, by id. */
  quarantined(limit: number): QuarantinedTool[] {
    return this.list({ status: 'quarantined' })
      .slice(0, limit)
      .map((tool) => {
        const { held } = this.#drift.get(tool.toolId);
        const { changes, moreChanges } = held
          ? definitionChanges(held.approved, tool)
          : { changes: [], moreChanges: 0 };
        const { toolId, fingerprint, updatedAt } = tool;
        return { toolId, since: new Date(held?.since ?? updatedAt), fingerprint, changes, moreChanges };
      });
  }

  /** Renames that wait for a decision and still look like one, by old id. */
  renameProposals(): ProposedRename[] {
    return this.aliases.proposals().filter(({ from, to }) => {
      const successor = this.#tools.get(to);
      return this.#tools.get(from)?.status === 'removed' && successor !== undefined && successor.status !== 'removed';
    });
  }

  /** Those of another store's tools that are unknown here, or known as they were earlier; of one id the latest. */
  newerOf<Tool extends ToolRecord>(arrivals: readonly Tool[]): Tool[] {
    const newer = new Map<ToolId, Tool>();
    for (const arrival of arrivals) {
      const known = newer.get(arrival.toolId) ?? this.#tools.get(arrival.toolId);
      if (known === undefined || known.updatedAt < arrival.updatedAt) newer.set(arrival.toolId, arrival);
    }
    return [...newer.values()];
  }

  /** Takes over tools as they were in another store; the records in one transaction. */
  async takeOver(
    arrivals: readonly (ToolRecord & { readonly drift?: DriftEntry | undefined })[],
  ): Promise<ToolRecord[]> {
    const upsert: ToolRecord[] = [];
    for (const { drift = {}, ...arrival } of arrivals) {
      const before = this.#tools.get(arrival.toolId);
      const known = this.#drift.get(arrival.toolId);
      const isOther = before !== undefined && contractOf(before) !== contractOf(arrival);
      const times = [known.definedAt, drift.definedAt, isOther ? arrival.updatedAt.getTime() : undefined];
      const definedAt = latest(times);
      // As in `sync`, before the records.
      if (drift.held || known.held || definedAt !== known.definedAt) {
        await this.#drift.write(arrival.toolId, { definedAt, held: drift.held });
      }
      upsert.push(frozenRecord({ ...arrival, firstSeen: before?.firstSeen ?? arrival.firstSeen }));
    }
    await this.#store.tools.apply({ upsert, remove: [], at: new Date(this.#clock.now()) });
    for (const tool of upsert) this.#put(tool);
    return upsert;
  }

  /** What is remembered of the changes of a tool. */
  driftOf(toolId: ToolId): DriftEntry {
    return this.#drift.get(toolId);
  }

  /** What servers are for, by server. */
  get serverDescriptions(): ReadonlyMap<string, string> {
    return this.#serverDescriptions;
  }

  async describeServer(server: string, description: string): Promise<void> {
    await this.#store.config.set(serverKeyPrefix + server, { description });
    this.#serverDescriptions.set(server, description);
  }

  /** What a server's list changes; writes nothing. */
  #compare(source: TakenSource, at: Date): SourceChange {
    const { onDrift, onEmptyList } = this.#options;
    const { server } = source;
    return compareSource(source, {
      present: [...this.list({ server }), ...this.list({ server, status: 'quarantined' })],
      recordOf: (toolId) => this.#tools.get(toolId),
      driftOf: (toolId) => this.#drift.get(toolId),
      undecided: (renames) => this.aliases.undecided(renames),
      onDrift,
      onEmptyList,
      at,
    });
  }

  /**
   * Before active tools are removed: what a failed write left of a quarantine says nothing about an active tool, but
   * about a removed one it would say that it was quarantined.
   */
  async #forgetLeftovers(toolIds: readonly ToolId[]): Promise<void> {
    for (const toolId of toolIds) {
      const { definedAt, held } = this.#drift.get(toolId);
      if (held && this.#tools.get(toolId)?.status === 'active') await this.#drift.write(toolId, { definedAt });
    }
  }

  /**
   * Ends a quarantine in the register, after the record says so. A store that fails here fails nobody: what is left says
   * nothing about an active tool, and the next start or its removal takes it out.
   */
  async #release(toolId: ToolId): Promise<void> {
    const { definedAt, held } = this.#drift.get(toolId);
    if (held) await this.#drift.write(toolId, { definedAt }).catch(() => {});
  }

  /** Stores the descriptions that are new, and returns them by server. */
  async #writeDescriptions(sources: readonly TakenSource[]): Promise<Map<string, string>> {
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

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function frozenRecord(tool: ToolRecord): ToolRecord {
  for (const schema of [tool.inputSchema, tool.outputSchema, tool.annotations]) deepFreeze(schema);
  return Object.freeze(tool);
}
