import type { Clock } from '../contracts/environment.js';
import type { ConfigStore } from '../contracts/store.js';
import type { JsonValue, ToolId } from '../contracts/tool.js';
import { AgentCardsError } from '../errors/agent-cards-error.js';
import type { ToolRename } from './rename-matches.js';

const keyPrefix = 'alias/';

interface Alias {
  readonly to: ToolId;
  /** `proposed`: waits for a decision. `accepted`: what was learned about the old id counts for the new one. */
  readonly decision: 'proposed' | 'accepted' | 'dismissed';
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Old ids of tools that were renamed, and renames that wait for a decision; in memory as the store has them. */
export class ToolAliases {
  readonly #config: ConfigStore;
  readonly #clock: Clock;
  readonly #aliases = new Map<string, Alias>();
  #accepted = 0;

  constructor(config: ConfigStore, clock: Clock) {
    this.#config = config;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    for (const { key, value } of await this.#config.list(keyPrefix)) {
      const alias = readAlias(value);
      if (alias) this.#put(key.slice(keyPrefix.length), alias);
    }
  }

  /** True while no rename is accepted: every id is its own. */
  get none(): boolean {
    return this.#accepted === 0;
  }

  /** The id that counts for this one: itself, unless its rename was accepted. */
  resolve<Id extends string>(toolId: Id): Id | ToolId {
    return this.none ? toolId : (this.#chain(toolId).at(-1) ?? toolId);
  }

  /** Ids that count as this one, itself included. */
  namesOf(toolId: ToolId): ToolId[] {
    const target = this.resolve(toolId);
    const old = [...this.#aliases.keys()].filter((id) => id !== target && this.resolve(id) === target);
    return [target, ...(old as ToolId[])];
  }

  /** Those that are worth a decision: not decided before, and no circle. Writes nothing. */
  undecided(renames: readonly ToolRename[]): ToolRename[] {
    return renames.filter(({ from, to }) => {
      const known = this.#aliases.get(from);
      if (known?.decision === 'accepted' || this.#chain(to).includes(from)) return false;
      return known?.decision !== 'dismissed' || known.to !== to;
    });
  }

  async propose({ from, to }: ToolRename): Promise<void> {
    const known = this.#aliases.get(from);
    if (known?.decision !== 'proposed' || known.to !== to) await this.#write(from, to, 'proposed');
  }

  proposals(): (ToolRename & { readonly since: Date })[] {
    return [...this.#aliases]
      .flatMap(([from, { to, decision, since }]) =>
        decision === 'proposed' ? [{ from: from as ToolId, to, since: new Date(since) }] : [],
      )
      .sort((a, b) => (a.from < b.from ? -1 : 1));
  }

  /** @throws AgentCardsError `RENAME_CYCLE` */
  async accept({ from, to }: ToolRename): Promise<void> {
    if (this.#chain(to).includes(from)) {
      throw new AgentCardsError('RENAME_CYCLE', `${to} already counts as ${from}.`, {
        hint: `Take the earlier rename back first, with tools.dismissRename({ from: ${JSON.stringify(to)}, … }).`,
      });
    }
    await this.#write(from, to, 'accepted');
  }

  /** Returns whether it had been accepted. */
  async dismiss({ from, to }: ToolRename): Promise<boolean> {
    const known = this.#aliases.get(from);
    const wasAccepted = known?.decision === 'accepted' && known.to === to;
    // Another rename of the same tool is another decision.
    if (known === undefined || known.to === to) await this.#write(from, to, 'dismissed');
    return wasAccepted;
  }

  /** The id and, where its rename was accepted, the ones that it leads to. */
  #chain(toolId: string): ToolId[] {
    const chain = [toolId as ToolId];
    for (;;) {
      const alias = this.#aliases.get(chain.at(-1)!);
      // A circle cannot be made here, but a store can be edited by hand.
      if (alias?.decision !== 'accepted' || chain.includes(alias.to)) return chain;
      chain.push(alias.to);
    }
  }

  async #write(from: ToolId, to: ToolId, decision: Alias['decision']): Promise<void> {
    const since = this.#clock.now();
    await this.#config.set(keyPrefix + from, { to, decision, since });
    this.#put(from, { to, decision, since });
  }

  #put(from: string, alias: Alias): void {
    if (this.#aliases.get(from)?.decision === 'accepted') this.#accepted -= 1;
    if (alias.decision === 'accepted') this.#accepted += 1;
    this.#aliases.set(from, alias);
  }
}

function readAlias(value: JsonValue): Alias | undefined {
  if (typeof value !== 'object' || value === null || !('to' in value)) return undefined;
  const { to, decision, since } = value;
  if (typeof to !== 'string' || typeof since !== 'number') return undefined;
  if (decision !== 'proposed' && decision !== 'accepted' && decision !== 'dismissed') return undefined;
  return { to: to as ToolId, decision, since };
}
