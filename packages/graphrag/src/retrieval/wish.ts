/** An intent, and what it says is not to be done. */
export interface Wish {
  /** The intent without it. */
  readonly asked: string;
  /** What is not to be done, in the words of the intent. */
  readonly refused: readonly string[];
}

/** Characters of a text in which refusals are looked for; in a longer one nobody forbids a tool in passing. */
const longest = 16 * 1024;

/** What a text without a refusal has none of. Much is asked for, and little is forbidden. */
const mayRefuse = /n[’']t\b|\b(?:dont|not?|never|without|instead|rather|ohne|senza|zonder)\b/iu;

/** Where something is said anew. Of “users don't have a group” nobody is told anything. */
const beginning = String.raw`(?:(?:^|[,.;:!?(–—]|\s-\s|\b(?:but|and|please|just|so|or|then|though)\b)\s*|(?<!\s)(?=[^\S\n]*\n)\s+)`;

/** “Nothing works without a backup” forbids none. */
const unlessDenied = String.raw`(?<!\b(?:nothing|nobody|never|not|works?|cannot|n[’']t)\s(?:[\p{L}]{1,20}\s){0,4})`;

/** The words that forbid, up to what they forbid. “Don't forget to” asks for it, and “no longer” tells of something. */
const refusals = [
  String.raw`(${beginning})(?:please\s+)?(?:do\s+not|don[’']?t|never)\s+(?!forget\b|hesitate\b|fail\b|miss\b|worry\b|mind\b)`,
  String.raw`\b(?:I|we|you)\s+(?:do\s+not|don[’']?t|never)\s+(?:want|need|have|wish|like)\s+(?:(?:you|us|me)\s+)?to\s+(?!forget\b|miss\b)`,
  String.raw`(${beginning}|\bwith\s+)no\s+(?!longer\b|one\b|matter\b|idea\b|problem\b|more\b|less\b|later\b|need\b|\d)`,
  String.raw`([,(]\s*|\bbut\s+)(?:but\s+)?not\s+(?!only\b|just\b|sure\b|yet\b)`,
  String.raw`\b(?:no\s+need|needs?\s+no|wants?\s+no|needn[’']t)\s+(?:(?:to|for)\s+)?`,
  String.raw`${unlessDenied}\b(?:without|instead\s+of|rather\s+than|ohne|senza|zonder)\s+`,
];
/** “Do not call send_mail”, “without using it” say no more than “not it”. */
const using = String.raw`(?:(?:use|using|invoke)\s+|call(?:ing)?\s+(?=[\p{L}\p{N}]+[_:.-]))?`;
const refusal = new RegExp(`(?:${refusals.join('|')})${using}`, 'giu');

/** Where what is forbidden ends. “Don't deploy without a test” asks for the test. */
const ending =
  /[.!?;,\n()–—"”»。！？；，、]|\s-\s|\b(?:but|and|just|only|then|also|because|since|as|so|until|unless|while|if|when|before|after|please|without)\b/iu;

/** “No report was created” tells of something. */
const told = /\b(?:is|are|was|were|has|have|had|came|exists?|works?)\b/iu;
const ofNone = /\bno\s+$/iu;

interface Refusal {
  /** In the words of the text. */
  readonly phrase: string;
  /** What stands in its place. */
  readonly instead: string;
  readonly from: number;
  readonly to: number;
}

function refusalsIn(text: string): readonly Refusal[] {
  if (text.length > longest || !mayRefuse.test(text)) return [];
  const found: Refusal[] = [];
  let from = 0;
  let condition = -1;
  for (const match of text.matchAll(refusal)) {
    if (match.index < from || match.index === condition) continue;
    const start = match.index + match[0].length;
    const rest = text.slice(start);
    const length = rest.search(ending);
    const to = length < 0 ? text.length : start + length;
    const phrase = text.slice(start, to).trim();
    if (ofNone.test(match[0]) && told.test(phrase)) continue;
    const before = match[1] ?? match[2] ?? match[3] ?? '';
    found.push({ phrase, instead: `${before} `, from: match.index, to });
    from = to;
    condition = /^without\b/iu.test(text.slice(to)) ? to : -1;
  }
  return found;
}

function without(text: string, refusals: readonly Refusal[]): string {
  let asked = '';
  let from = 0;
  for (const { instead, from: start, to } of refusals) {
    asked += text.slice(from, start) + instead;
    from = to;
  }
  return asked + text.slice(from);
}

/**
 * Tells what an intent asks for from what it forbids: “do not”, “without”, “no … needed”, “instead of” and the like up to the end of
 * the clause. English, and the “without” of three languages in which it is no word of English.
 */
export function readWish(text: string): Wish {
  const refusals = refusalsIn(text);
  return { asked: without(text, refusals), refused: refusals.map(({ phrase }) => phrase) };
}

/** The text without those of the refusals of its wish that are meant, by their place among them. */
export function withoutRefused(text: string, meant: ReadonlySet<number>): string {
  return without(
    text,
    refusalsIn(text).filter((_, place) => meant.has(place)),
  );
}
