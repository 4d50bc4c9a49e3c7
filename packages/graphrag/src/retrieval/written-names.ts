import { entry } from '../entry.js';
import { piecesOf } from './tokenize.js';
import { tokenizerLimits } from './tokenizer-limits.js';

/** Whole intents up to this length may be a name. */
const longestName = 256;

/** Runs of words and of signs that join them. */
const runs = /[\p{L}\p{N}]+(?:[_\-.:/]+[\p{L}\p{N}]+)*/gu;
/** Parts joined by signs, or a capital amid a word: what nobody writes who does not mean a name. */
const isIdentifier = /[_\-.:/]|\p{Ll}\p{Lu}/u;
/** Of those, what is no compound of the language (sign-in), file or path. */
const isSpelledOtherwise = /^[^\-./]*(?:[_:]|\p{Ll}\p{Lu})[^\-./]*$/u;

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
      entry(this.slotsOfSpelling, spelling(identifier), () => new Set()).add(slot);
    }
  }

  delete(slot: number, identifiers: readonly string[]): void {
    for (const identifier of identifiers) {
      remove(this.slotsOfIdentifier, identifier, slot);
      remove(this.slotsOfSpelling, spelling(identifier), slot);
    }
  }

  /**
   * The slots of the tools that are named.
   *
   * @param visible Entry 0 for the tools that count nowhere; all count where it is absent.
   */
  in(intent: string, visible: Uint8Array | undefined): ReadonlySet<number> {
    const found = new Set<number>();
    const find = (name: string, mayBeSpelledOtherwise: boolean) => {
      const isVisible = (slot: number) => visible?.[slot] !== 0;
      let slots = Array.from(this.slotsOfIdentifier.get(name) ?? []).filter(isVisible);
      if (slots.length === 0 && mayBeSpelledOtherwise) {
        slots = Array.from(this.slotsOfSpelling.get(spelling(name)) ?? []).filter(isVisible);
      }
      for (const slot of slots) found.add(slot);
    };
    const said = intent.slice(0, tokenizerLimits.textLength).trim();
    if (said.length <= longestName) find(said, true);
    for (const [run] of said.matchAll(runs)) if (isIdentifier.test(run)) find(run, isSpelledOtherwise.test(run));
    return found;
  }
}

/** The same for all spellings of an identifier, and for its words in a sentence. */
function spelling(identifier: string): string {
  return piecesOf(identifier).join(' ').toLowerCase();
}

function remove(slots: Map<string, Set<number>>, name: string, slot: number): void {
  const known = slots.get(name);
  known?.delete(slot);
  if (known?.size === 0) slots.delete(name);
}
