import { tokenizerLimits } from './tokenizer-limits.js';

/** How many are remembered, and of how many characters at most. */
interface Bounds {
  readonly size: number;
  readonly length: number;
}

const ofWords: Bounds = { size: tokenizerLimits.cacheSize, length: tokenizerLimits.wordLength };

/** What is found out about words: the same few thousand come again and again. Bounded in number and length. */
export class WordMemory<Answer> {
  private readonly known = new Map<string, Answer>();

  constructor(
    private readonly ask: (word: string) => Answer,
    private readonly bounds: Bounds = ofWords,
  ) {}

  of(word: string): Answer {
    let answer = this.known.get(word);
    if (answer === undefined) {
      answer = this.ask(word);
      if (this.known.size >= this.bounds.size) this.known.clear();
      if (word.length <= this.bounds.length) this.known.set(word, answer);
    }
    return answer;
  }

  clear(): void {
    this.known.clear();
  }
}
