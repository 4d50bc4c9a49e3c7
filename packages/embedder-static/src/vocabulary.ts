/** The tokens of a vocabulary by their text. A table made for the purpose loads no faster than these maps. */
export class Vocabulary {
  /** How many tokens there are. */
  readonly size: number;
  /** Tokens that begin a word. */
  readonly #beginnings = new Map<string, number>();
  /** Tokens that go on with a word, without their `##`. */
  readonly #continuations = new Map<string, number>();
  readonly #longest: number;

  /** @param text one token a line, in the order of their ids */
  constructor(text: string) {
    const tokens = text.replaceAll('\r\n', '\n').trimEnd().split('\n');
    let longest = 0;
    // Most of what loading computes: split by a text and counted by hand, it takes two thirds of the time.
    for (let id = 0; id < tokens.length; id += 1) {
      const token = tokens[id]!;
      if (token.startsWith('##')) this.#continuations.set(token.slice(2), id);
      else this.#beginnings.set(token, id);
      if (token.length > longest) longest = token.length;
    }
    this.size = tokens.length;
    this.#longest = longest;
  }

  /** Id of the token that is this whole word. */
  idOf(word: string): number | undefined {
    return this.#beginnings.get(word);
  }

  /** The longest token that a word has at `start`, and where it ends in the word. */
  longestAt(word: string, start: number): { readonly id: number; readonly end: number } | undefined {
    const pieces = start === 0 ? this.#beginnings : this.#continuations;
    for (let end = Math.min(word.length, start + this.#longest); end > start; end -= 1) {
      const id = pieces.get(word.slice(start, end));
      if (id !== undefined) return { id, end };
    }
    return undefined;
  }
}
