const parts = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\p{N}+/gu;
const asciiParts = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g;
const ascii = /^[ -~\s]*$/;

/** The words of an identifier or a sentence, in lower case and singular: `orderIds`, `order_id` → order, id. */
export function wordsOf(text: string): readonly string[] {
  const found = text.match(ascii.test(text) ? asciiParts : parts) ?? [];
  return found.map((part) => singular(part.toLowerCase()));
}

function singular(word: string): string {
  if (word.length < 3 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us')) return word;
  return word.length > 4 && word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}

/** Verbs by which names of tools say that they give what follows. */
const givingVerbs = new Set(
  [
    ['get', 'find', 'search', 'lookup', 'fetch', 'retrieve', 'read', 'query', 'list', 'obtain', 'resolve'],
    ['generate', 'calculate', 'compute', 'create', 'open', 'start'],
  ].flat(),
);

/** What a tool whose name has these words gives: those after its verb, up to a `by`. Empty where no verb says so. */
export function givenBy(words: readonly string[]): readonly string[] {
  const verb = words.findIndex((word) => givingVerbs.has(word));
  return verb < 0 ? [] : upToBy(words.slice(verb + 1));
}

/** What a tool of this name is about: its words without the first, which is the verb of most names. */
export function subjectOf(name: string): readonly string[] {
  return upToBy(wordsOf(name).slice(1));
}

function upToBy(words: readonly string[]): readonly string[] {
  const end = words.indexOf('by');
  return end < 0 ? words : words.slice(0, end);
}
