/** When the words of an intent are about one tool. */
export interface SingledOutSettings {
  /** How far its match exceeds the next best, */
  readonly leastLead: number;
  /** how probable it is by the text alone, */
  readonly leastProbability: number;
  /** and how many clauses there are at most: a letter is about many things. */
  readonly clauses: number;
  /** What is left of how far tools are apart by what past executions say, below the one that the words single out. */
  readonly scale: number;
}

/** A tool, by the text alone. */
interface Matched {
  readonly match: number;
  readonly probability: number;
}

/** Whether the best of the tools is the one that the words are about. */
export function isSingledOut(
  best: Matched,
  next: Pick<Matched, 'match'> | undefined,
  { leastLead, leastProbability }: SingledOutSettings,
): boolean {
  return best.match - (next?.match ?? 0) > leastLead && best.probability > leastProbability;
}
