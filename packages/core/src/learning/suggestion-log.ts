import type { Clock } from '../contracts/environment.js';
import type { SuggestionRecord, SuggestionStore } from '../contracts/store.js';
import type { ToolId } from '../contracts/tool.js';
import { storableText } from '../json.js';
import { createMemorySuggestions } from '../memory-store/memory-suggestions.js';
import { defaultSuggestionLimits, type SuggestionLimits } from './suggestion-limits.js';

export interface SuggestionLogOptions {
  /** @default in memory */
  readonly store: SuggestionStore | undefined;
  readonly limits: SuggestionLimits | undefined;
  readonly keepIntents: boolean;
  readonly clock: Clock;
  readonly createId: () => string;
  readonly onError: (error: unknown) => void;
}

/**
 * What was proposed, until it is recorded what became of it. Answers do not wait for the store: suggestions are written
 * in the background, together with those that come meanwhile. What cannot be written is lost, and an execution that
 * names it is recorded without it.
 */
export class SuggestionLog {
  /** The suggestions that are or will be written. */
  readonly store: SuggestionStore;
  readonly #options: SuggestionLogOptions;
  readonly #limits: Required<{ readonly [Name in keyof SuggestionLimits]: number }>;
  readonly #unwritten = new Map<string, SuggestionRecord>();
  #writing: Promise<void> | undefined;

  constructor(options: SuggestionLogOptions) {
    this.#options = options;
    this.store = options.store ?? createMemorySuggestions();
    const { atMost, maxAgeMs } = options.limits ?? {};
    this.#limits = {
      atMost: atMost ?? defaultSuggestionLimits.atMost,
      maxAgeMs: maxAgeMs ?? defaultSuggestionLimits.maxAgeMs,
    };
  }

  /** Keeps what is proposed, and names it. */
  propose(intent: string | undefined, tools: readonly { readonly toolId: string }[]): string {
    const id = this.#options.createId();
    if (this.#limits.atMost === 0) return id;
    this.#unwritten.set(id, {
      id,
      madeAt: new Date(this.#options.clock.now()),
      ...(this.#options.keepIntents && intent !== undefined && { intent: storableText(intent) }),
      toolIds: tools.map(({ toolId }) => toolId as ToolId),
    });
    const [oldest] = this.#unwritten.keys();
    if (this.#unwritten.size > this.#limits.atMost && oldest !== undefined) this.#unwritten.delete(oldest);
    this.#writing ??= this.#write();
    return id;
  }

  /** The suggestion, unless it is unknown, too old or cannot be looked up. */
  async find(id: string): Promise<SuggestionRecord | undefined> {
    try {
      const found = this.#unwritten.get(id) ?? (await this.store.get(id));
      if (found === undefined || found.madeAt < this.#notBefore()) return undefined;
      // One that was kept when intents still were.
      return this.#options.keepIntents ? found : { ...found, intent: undefined };
    } catch (error) {
      this.#options.onError(error);
      return undefined;
    }
  }

  /** Keeps suggestions of another store as if they had been made here; of the rest, some are `known` here already. */
  async takeOver(records: readonly SuggestionRecord[]): Promise<{ readonly imported: number; readonly known: number }> {
    const isThere = async ({ id }: SuggestionRecord) => (await this.store.get(id)) !== undefined;
    const missing = await filtered(records, async (record) => !(await isThere(record)));
    const known = records.length - missing.length;
    if (missing.length === 0) return { imported: 0, known };
    const kept = missing.map((record) => (this.#options.keepIntents ? record : { ...record, intent: undefined }));
    await this.store.put(kept, { atMost: this.#limits.atMost, notBefore: this.#notBefore() });
    return { imported: (await filtered(missing, isThere)).length, known };
  }

  /** Resolves when nothing waits to be written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #notBefore(): Date {
    // Every store can hold the year 1; an age may reach back further.
    return new Date(Math.max(-62_135_596_800_000, this.#options.clock.now() - this.#limits.maxAgeMs));
  }

  async #write(): Promise<void> {
    while (this.#unwritten.size > 0) {
      const batch = [...this.#unwritten.values()];
      try {
        await this.store.put(batch, { atMost: this.#limits.atMost, notBefore: this.#notBefore() });
      } catch (error) {
        this.#options.onError(error);
      }
      for (const { id } of batch) this.#unwritten.delete(id);
    }
    this.#writing = undefined;
  }
}

async function filtered<Value>(values: readonly Value[], test: (value: Value) => Promise<boolean>): Promise<Value[]> {
  const passed: Value[] = [];
  for (const value of values) if (await test(value)) passed.push(value);
  return passed;
}
