import { entry } from '../entry.js';
import { spellingOf } from './tokenize.js';
import { tokenizerLimits } from './tokenizer-limits.js';

/** How surely a tool is meant by its name: where that is all that is said, and among other words, which may be about it. */
const all = 1;
const amongOthers = 0.5;

/** Runs of words and of signs that join them. */
const runs = /[\p{L}\p{N}]+(?:[_\-.:/]+[\p{L}\p{N}]+)*/gu;
/** Parts joined by signs, or a capital amid a word: what nobody writes who does not mean a name. */
const isIdentifier = /[_\-.:/]|\p{Ll}\p{Lu}/u;
/** Of those, what is no compound of the language (sign-in), file or path. */
const isSpelledOtherwise = /^[^\-./\s]*(?:[_:]|\p{Ll}\p{Lu})[^\-./\s]*$/u;
/** How some clients show a tool of a server: `mcp__github__create_issue`. */
const shownByClients = /^mcp__/;
/** What somebody wants to be written, sent or looked for; but for a single word, which may be what it is called. */
const quotations =
  /(?<![\p{L}\p{N}])(?:"[^"\n]*\s[^"\n]*"|'[^'\n]*\s[^'\n]*'|“[^”\n]*\s[^”\n]*”|‘[^’\n]*\s[^’\n]*’)(?![\p{L}\p{N}])/gu;

/**
 * Finds names and ids of tools in intents. A name is meant where it stands as it is written (of `read_file` and `readFile`
 * one); where no tool has it so, in other spelling: `readFile` is `read_file`. One that could be a word is meant only where
 * it is all that is said.
 */
export class WrittenNames {
  private readonly slotsOfIdentifier = new Map<string, Set<number>>();
  private readonly slotsOfSpelling = new Map<string, Set<number>>();

  add(slot: number, identifiers: readonly string[]): void {
    for (const identifier of identifiers) {
      entry(this.slotsOfIdentifier, identifier, () => new Set()).add(slot);
      entry(this.slotsOfSpelling, spellingOf(identifier), () => new Set()).add(slot);
    }
  }

  delete(slot: number, identifiers: readonly string[]): void {
    for (const identifier of identifiers) {
      remove(this.slotsOfIdentifier, identifier, slot);
      remove(this.slotsOfSpelling, spellingOf(identifier), slot);
    }
  }

  /**
   * The slots of the tools that are named, each with how surely, in (0, 1].
   *
   * @param visible Entry 0 for the tools that count nowhere; all count where it is absent.
   */
  in(intent: string, visible: Uint8Array | undefined): ReadonlyMap<number, number> {
    const isVisible = (slot: number) => visible?.[slot] !== 0;
    const named = (name: string): readonly number[] => {
      const asWritten = Array.from(this.slotsOfIdentifier.get(name) ?? []).filter(isVisible);
      if (asWritten.length > 0 || !isSpelledOtherwise.test(name)) return asWritten;
      return Array.from(this.slotsOfSpelling.get(spellingOf(name.replace(shownByClients, ''))) ?? []).filter(isVisible);
    };
    const said = intent.slice(0, tokenizerLimits.textLength).trim();
    const whole = named(said);
    if (whole.length > 0) return new Map(whole.map((slot) => [slot, all]));
    const mentioned = new Map<number, number>();
    for (const [run] of said.replace(quotations, ' ').matchAll(runs)) {
      if (isIdentifier.test(run)) for (const slot of named(run)) mentioned.set(slot, amongOthers);
    }
    return mentioned;
  }
}

function remove(slots: Map<string, Set<number>>, name: string, slot: number): void {
  const known = slots.get(name);
  known?.delete(slot);
  if (known?.size === 0) slots.delete(name);
}
