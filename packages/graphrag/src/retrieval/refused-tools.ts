import { entry } from '../entry.js';
import type { EngineTool } from '../types.js';
import { wordsOfName } from './reading.js';
import type { TextIndex } from './text-index.js';
import type { Wish } from './wish.js';

interface Sources {
  readonly index: Pick<TextIndex, 'among' | 'information' | 'documentsWith'>;
  stemsIn(text: string): ReadonlySet<string>;
  /** Of each tool that was looked at. */
  readonly known: WeakMap<object, NameStems>;
  toolAt(slot: number): Pick<EngineTool, 'name' | 'title' | 'server'>;
}

/** The stems of how a tool is called. */
export interface NameStems {
  /** With the server's. */
  readonly names: ReadonlySet<string>;
  readonly server: ReadonlySet<string>;
  /** Those before which its name has a “no”: what `do_not_disturb` does is asked for by these words. */
  readonly negated: ReadonlySet<string>;
}

export interface RefusedTools {
  readonly slots: ReadonlySet<number>;
  /** The places of the refusals that are about any of them. */
  readonly meant: ReadonlySet<number>;
}

/** Refusals that are read: who forbids more forbids nothing in passing. */
const mostRefusals = 8;

/** A tool is meant that is named nearly as much as the one that is named most. */
const nearlyAsMuch = 0.75;
/** And that says the first word of what is refused, or so much of it. */
const mostOfIt = 0.5;

const negations = new Set(['no', 'not', 'without', 'never']);

/** “Do not send it” forbids to send what was spoken of before: that it was spoken of says nothing for sending it. */
const refersBack = /^\p{L}+\s+(?:(?:it|them)\b|(?:this|that|these|those)$)/iu;

/**
 * The slots of the tools that an intent forbids: what is refused (“do not _share_ it”, “without a _backup_”) says more of their
 * names and of those of their servers than what is asked for.
 */
export function refusedTools(
  { asked, refused }: Wish,
  visible: Uint8Array | undefined,
  { index, stemsIn, known: knownStems, toolAt }: Sources,
): RefusedTools {
  const slots = new Set<number>();
  const meant = new Set<number>();
  const askedFor = stemsIn(asked);
  if (askedFor.size === 0) return { slots, meant };
  const stemsOf = (slot: number) => {
    const tool = toolAt(slot);
    return entry(knownStems, tool, () => {
      const { name, title = '', server = '' } = tool;
      const words = wordsOfName(name);
      const negated = words.slice(words.findIndex((word) => negations.has(word)) + 1 || words.length);
      return {
        names: stemsIn(`${name} ${title} ${server}`),
        server: stemsIn(server),
        negated: stemsIn(negated.join(' ')),
      };
    });
  };
  const population = visible === undefined ? undefined : index.among(visible);
  const known = new Map<string, number>();
  const informationIn = (words: Iterable<string>) => {
    let sum = 0;
    for (const word of words) sum += entry(known, word, () => index.information(word, population));
    return sum;
  };

  for (const [place, phrase] of refused.slice(0, mostRefusals).entries()) {
    const words = Array.from(stemsIn(phrase));
    const least = mostOfIt * informationIn(words);
    const isOfWhatIsAsked = refersBack.test(phrase);
    // GitHub is one word to whoever calls a server so.
    const asWritten = Array.from(stemsIn(phrase.toLowerCase()));
    const isMeant = (said: readonly string[]) =>
      said.length > 0 && (said[0] === words[0] || informationIn(said) >= least);
    const named = Array.from(new Set(words.flatMap((word) => Array.from(index.documentsWith(word)))))
      .filter((slot) => visible?.[slot] !== 0)
      .map((slot) => {
        const stems = stemsOf(slot);
        const isOfServer = asWritten.length > 0 && asWritten.every((word) => stems.server.has(word));
        // “Not on GitHub” is about all tools of a server, whatever else is said of them.
        const names = isOfServer ? stems.server : stems.names;
        const said = words.filter((word) => names.has(word));
        return { slot, names, said, isOfServer, isNegated: said.some((word) => stems.negated.has(word)) };
      })
      .filter(({ said, isOfServer, isNegated }) => !isNegated && (isOfServer || isMeant(said)))
      .map(({ slot, names, said }) => ({ slot, names, amount: informationIn(said) }));
    const most = named.reduce((highest, { amount }) => Math.max(highest, amount), 0);
    for (const { slot, names, amount } of named) {
      const spokenOf = Array.from(askedFor).filter((word) => names.has(word));
      const spoken = informationIn(isOfWhatIsAsked ? spokenOf.filter((word) => words.includes(word)) : spokenOf);
      if (amount < nearlyAsMuch * most || spoken >= amount) continue;
      slots.add(slot);
      meant.add(place);
    }
  }
  return { slots, meant };
}
