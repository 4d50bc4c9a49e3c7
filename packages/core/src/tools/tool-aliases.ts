import type { Clock } from '../contracts/environment.js';
import type { ConfigStore } from '../contracts/store.js';
import type { JsonValue, ToolId } from '../contracts/tool.js';
import { sha256 } from '../digest.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { ProposedRename, ToolRename } from './rename-matches.js';

const keyPrefix = 'alias/';

interface Alias {
  readonly to: ToolId;
  /** `proposed`: waits for a decision. `accepted`: what was learned about the old id counts for the new one. */
  readonly decision: 'proposed' | 'accepted' | 'dismissed';
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Where the contract changed with the name: when it did, in milliseconds since the epoch. */
  readonly definedAt?: number | undefined;
}

/** What is stored of a rename. */
export interface RenameEntry extends Alias {
  readonly from: ToolId;
}

/**
 * Old ids of tools that were renamed, and renames that wait for a decision; in memory as the store has them. An accepted
 * rename rests while a tool of the old name is active: two tools that both run are two tools.
 */
export class ToolAliases {
  readonly #config: ConfigStore;
  readonly #clock: Clock;
  readonly #isActive: (toolId: string) => boolean;
  readonly #aliases = new Map<string, Alias>();
  /** Accepted renames by their new ids. */
  readonly #older = new Map<string, Set<ToolId>>();
  #acceptedCount = 0;

  /** @param isActive Whether there is an active tool of this id. */
  constructor(config: ConfigStore, clock: Clock, isActive: (toolId: string) => boolean) {
    this.#config = config;
    this.#clock = clock;
    this.#isActive = isActive;
  }

  async load(): Promise<void> {
    for (const { key, value } of await this.#config.list(keyPrefix)) {
      const alias = readAlias(value);
      if (alias) this.#put(key.slice(keyPrefix.length) as ToolId, alias);
    }
  }

  /** True while no rename is accepted: every id is its own. */
  get none(): boolean {
    return this.#acceptedCount === 0;
  }

  /** The id that counts for this one: itself, unless its rename was accepted and does not rest. */
  resolve<Id extends string>(toolId: Id): Id | ToolId {
    if (this.none) return toolId;
    const chain = this.#chain(toolId);
    return chain.find((id) => this.#isActive(id)) ?? this.#end(chain);
  }

  /** All that a tool of this id is, was or became: where it counts that none is missed, resting renames count too. */
  everyNameFrom(toolId: string): ToolId[] {
    return this.#chain(toolId);
  }

  /** Ids that count as this one, itself included. */
  namesOf(toolId: ToolId): ToolId[] {
    const names: ToolId[] = [this.resolve(toolId)];
    for (const name of names) {
      const older = [...(this.#older.get(name) ?? [])].filter((id) => !this.#isActive(id) && !names.includes(id));
      names.push(...older);
    }
    return names;
  }

  /** When the contract changed with the name by which this id was replaced; undefined if it did not. */
  definedAt(toolId: ToolId): number | undefined {
    return this.#aliases.get(toolId)?.definedAt;
  }

  /** Names the renames that count at present, in one text that is another when they are others. */
  inForce(): string {
    if (this.none) return '';
    const pairs = [...this.#aliases].flatMap(([from, { to, decision }]) =>
      decision === 'accepted' && !this.#isActive(from) ? [[from, to]] : [],
    );
    return pairs.length === 0 ? '' : sha256(JSON.stringify(pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))));
  }

  /** Whether any rename, decided or not, says something of this id. */
  names(toolId: ToolId): boolean {
    return this.#aliases.has(toolId) || [...this.#aliases.values()].some(({ to }) => to === toolId);
  }

  /** Those that are worth a decision: not decided before, and not declined the other way round. Writes nothing. */
  undecided(renames: readonly ToolRename[]): ToolRename[] {
    const isDismissed = ({ from, to }: ToolRename) => {
      const known = this.#aliases.get(from);
      return known?.decision === 'dismissed' && known.to === to;
    };
    return renames.filter(
      ({ from, to }) =>
        this.#aliases.get(from)?.decision !== 'accepted' &&
        !isDismissed({ from, to }) &&
        !isDismissed({ from: to, to: from }),
    );
  }

  async propose({ from, to }: ToolRename): Promise<void> {
    const known = this.#aliases.get(from);
    if (known?.decision !== 'proposed' || known.to !== to) await this.#write(from, to, 'proposed');
  }

  /** All that is stored, by old id. */
  entries(): RenameEntry[] {
    return [...this.#aliases]
      .map(([from, alias]) => ({ from: from as ToolId, ...alias }))
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  /** Whether a rename of another store says more than is known here: what was decided stays, and no tool comes to count as itself. */
  isNews({ from, to, decision }: RenameEntry): boolean {
    const known = this.#aliases.get(from);
    if (known !== undefined && (known.decision !== 'proposed' || decision === 'proposed')) return false;
    return decision !== 'accepted' || !this.#countsAs(to, from);
  }

  async takeOver({ from, ...alias }: RenameEntry): Promise<void> {
    await this.#config.set(keyPrefix + from, { ...alias });
    this.#put(from, alias);
  }

  proposals(): ProposedRename[] {
    return [...this.#aliases]
      .flatMap(([from, { to, decision, since }]) =>
        decision === 'proposed' ? [{ from: from as ToolId, to, since: new Date(since) }] : [],
      )
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  /**
   * @param definedAt When the contract changed, if it did with the name.
   * @throws AgentCardsError `RENAME_CYCLE`
   */
  async accept({ from, to }: ToolRename, definedAt?: number | undefined): Promise<void> {
    if (this.#countsAs(to, from)) {
      throw new AgentCardsError('RENAME_CYCLE', `${to} already counts as ${from}.`, {
        hint: `Take the earlier rename back first, with tools.dismissRename({ from: ${JSON.stringify(to)}, … }).`,
      });
    }
    await this.#write(from, to, 'accepted', definedAt);
  }

  /** Declines a rename, or takes it back where it was accepted. */
  async dismiss({ from, to }: ToolRename): Promise<void> {
    const known = this.#aliases.get(from);
    // Another rename of the same tool is another decision.
    if (known === undefined || known.to === to) await this.#write(from, to, 'dismissed');
  }

  /** The id and, where its rename was accepted, the ones that it leads to, each once. */
  #chain(toolId: string): ToolId[] {
    const chain = [toolId as ToolId];
    for (;;) {
      const next = this.#accepted(chain.at(-1)!)?.to;
      if (next === undefined || chain.includes(next)) return chain;
      chain.push(next);
    }
  }

  /** Where a chain of tools leads of which none is active: out of a rename and the one back, where the later one does. */
  #end(chain: readonly ToolId[]): ToolId {
    const last = chain.at(-1)!;
    const next = this.#accepted(last)?.to;
    if (next === undefined) return last;
    const [latest] = chain
      .slice(chain.indexOf(next))
      .map((from) => ({ from, ...this.#accepted(from)! }))
      .sort((a, b) => b.since - a.since || (a.from < b.from ? -1 : 1));
    return latest!.to;
  }

  /** Whether one is or leads to the other, and no tool on the way, that one included, is active and counts for itself. */
  #countsAs(toolId: ToolId, other: ToolId): boolean {
    const chain = this.#chain(toolId);
    const active = chain.findIndex((id) => this.#isActive(id));
    return (active === -1 ? chain : chain.slice(0, active)).includes(other);
  }

  #accepted(toolId: ToolId): Alias | undefined {
    const alias = this.#aliases.get(toolId);
    return alias?.decision === 'accepted' ? alias : undefined;
  }

  async #write(from: ToolId, to: ToolId, decision: Alias['decision'], definedAt?: number): Promise<void> {
    const alias = { to, decision, since: this.#clock.now(), ...(definedAt !== undefined && { definedAt }) };
    await this.takeOver({ from, ...alias });
  }

  #put(from: ToolId, alias: Alias): void {
    const before = this.#aliases.get(from);
    if (before?.decision === 'accepted') {
      this.#acceptedCount -= 1;
      this.#older.get(before.to)?.delete(from);
    }
    if (alias.decision === 'accepted') {
      this.#acceptedCount += 1;
      this.#older.set(alias.to, (this.#older.get(alias.to) ?? new Set()).add(from));
    }
    this.#aliases.set(from, alias);
  }
}

function readAlias(value: JsonValue): Alias | undefined {
  if (typeof value !== 'object' || value === null || !('to' in value)) return undefined;
  const { to, decision, since, definedAt } = value;
  if (typeof to !== 'string' || typeof since !== 'number') return undefined;
  if (decision !== 'proposed' && decision !== 'accepted' && decision !== 'dismissed') return undefined;
  return { to: to as ToolId, decision, since, ...(typeof definedAt === 'number' && { definedAt }) };
}
