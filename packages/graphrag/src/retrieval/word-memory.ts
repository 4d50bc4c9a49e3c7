import { tokenizerLimits } from './tokenizer-limits.js';

/** What is found out about words: the same few thousand come again and again. Bounded in number and length. */
export class WordMemory<Answer> {
  private readonly known = new Map<string, Answer>();

  constructor(private readonly ask: (word: string) => Answer) {}

  of(word: string): Answer {
    let answer = this.known.get(word);
    if (answer === undefined) {
      answer = this.ask(word);
      if (this.known.size >= tokenizerLimits.cacheSize) this.known.clear();
      if (word.length <= tokenizerLimits.wordLength) this.known.set(word, answer);
    }
    return answer;
  }

  clear(): void {
    this.known.clear();
  }
}
