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
const mayRefuse = /n[’']t\b|\b(?:dont|not?|never|without|instead|rather|ohne|sans|sin|senza|sem|zonder)\b/iu;

/** Where something is said anew. Of “users don't have a group” nobody is told anything. */
const beginning = String.raw`(?:^|[,.;:!?\n(–—]|\s-\s|\b(?:but|and|please|just|so|or|then|though)\b)\s*`;

/** The words that forbid, up to what they forbid. “Don't forget to” asks for it, and “no longer” tells of something. */
const refusals = [
  String.raw`(${beginning})(?:please\s+)?(?:do\s+not|don[’']?t|never)\s+(?!forget\b|hesitate\b|fail\b|miss\b|worry\b|mind\b)`,
  String.raw`\b(?:I|we|you)\s+(?:do\s+not|don[’']?t|never)\s+(?:want|need|have|wish|like)\s+(?:(?:you|us|me)\s+)?to\s+(?!forget\b|miss\b)`,
  String.raw`(${beginning}|\bwith\s+)no\s+(?!longer\b|one\b|matter\b|idea\b|problem\b|more\b|less\b|later\b|need\b|\d)`,
  String.raw`([,(]\s*|\bbut\s+)(?:but\s+)?not\s+(?!only\b|just\b|sure\b|yet\b)`,
  String.raw`\b(?:no\s+need|needs?\s+no|wants?\s+no|needn[’']t)\s+(?:(?:to|for)\s+)?`,
  String.raw`\b(?:without|instead\s+of|rather\s+than|ohne|sans|sin|senza|sem|zonder)\s+`,
];
/** “Do not call send_mail”, “without using it” say no more than “not it”. */
const using = String.raw`(?:(?:use|using|invoke)\s+|call(?:ing)?\s+(?=[\p{L}\p{N}]+[_:.-]))?`;
const refusal = new RegExp(`(?:${refusals.join('|')})${using}`, 'giu');

/** Where what is forbidden ends. */
const ending =
  /[.!?;,\n()–—。！？；，、]|\s-\s|\b(?:but|and|just|only|then|also|because|since|as|so|until|unless|while|if|when|before|after|please)\b/iu;

/**
 * Tells what an intent asks for from what it forbids: “do not”, “without”, “no … needed”, “instead of” and the like up to the end of
 * the clause. English, and the “without” of six other languages.
 */
export function readWish(text: string): Wish {
  if (text.length > longest || !mayRefuse.test(text)) return { asked: text, refused: [] };
  const refused: string[] = [];
  let asked = '';
  let from = 0;
  for (const match of text.matchAll(refusal)) {
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    const rest = text.slice(start);
    const length = rest.search(ending);
    const end = length < 0 ? text.length : start + length;
    refused.push(text.slice(start, end).trim());
    const before = match[1] ?? match[2] ?? match[3] ?? '';
    asked += `${text.slice(from, match.index)}${before} `;
    from = end;
  }
  return { asked: asked + text.slice(from), refused };
}
