import { entry } from '../entry.js';
import type { EngineTool } from '../types.js';
import type { TextIndex } from './text-index.js';
import type { Wish } from './wish.js';

interface Sources {
  readonly index: Pick<TextIndex, 'among' | 'information' | 'documentsWith'>;
  stemsIn(text: string): ReadonlySet<string>;
  /** The same, of names. */
  rememberedStems(text: string): ReadonlySet<string>;
  toolAt(slot: number): Pick<EngineTool, 'name' | 'title' | 'server'>;
}

/** A tool is meant that is named nearly as much as the one that is named most. */
const nearlyAsMuch = 0.75;
/** And that says the first word of what is refused, or so much of it. */
const mostOfIt = 0.5;

/** “Do not send it” forbids to send what was spoken of before: that it was spoken of says nothing for sending it. */
const refersBack = /^\p{L}+\s+(?:(?:it|them)\b|(?:this|that|these|those)$)/iu;

/**
 * The slots of the tools that an intent forbids: what is refused (“do not _share_ it”, “without a _backup_”) says more of their
 * names and of those of their servers than what is asked for.
 */
export function refusedTools(
  { asked, refused }: Wish,
  visible: Uint8Array | undefined,
  { index, stemsIn, rememberedStems, toolAt }: Sources,
): ReadonlySet<number> {
  const slots = new Set<number>();
  const askedFor = stemsIn(asked);
  if (askedFor.size === 0) return slots;
  const population = visible === undefined ? undefined : index.among(visible);
  const known = new Map<string, number>();
  const informationIn = (words: Iterable<string>) => {
    let sum = 0;
    for (const word of words) sum += entry(known, word, () => index.information(word, population));
    return sum;
  };

  for (const phrase of refused) {
    const words = Array.from(stemsIn(phrase));
    const isOfWhatIsAsked = refersBack.test(phrase);
    // GitHub is one word to whoever calls a server so.
    const asWritten = Array.from(stemsIn(phrase.toLowerCase()));
    const isMeant = (said: readonly string[]) =>
      said.length > 0 && (said[0] === words[0] || informationIn(said) >= mostOfIt * informationIn(words));
    const named = Array.from(new Set(words.flatMap((word) => Array.from(index.documentsWith(word)))))
      .filter((slot) => visible?.[slot] !== 0)
      .map((slot) => {
        const { name, title = '', server = '' } = toolAt(slot);
        const ofServer = rememberedStems(server);
        const isOfServer = asWritten.length > 0 && asWritten.every((word) => ofServer.has(word));
        // “Not on GitHub” is about all tools of a server, whatever else is said of them.
        const names = isOfServer ? ofServer : rememberedStems(`${name} ${title} ${server}`);
        return { slot, names, said: words.filter((word) => names.has(word)), isOfServer };
      })
      .filter(({ said, isOfServer }) => isOfServer || isMeant(said))
      .map(({ slot, names, said }) => ({ slot, names, amount: informationIn(said) }));
    const most = named.reduce((highest, { amount }) => Math.max(highest, amount), 0);
    for (const { slot, names, amount } of named) {
      const spokenOf = Array.from(askedFor).filter((word) => names.has(word));
      const spoken = informationIn(isOfWhatIsAsked ? spokenOf.filter((word) => words.includes(word)) : spokenOf);
      if (amount >= nearlyAsMuch * most && spoken < amount) slots.add(slot);
    }
  }
  return slots;
}
