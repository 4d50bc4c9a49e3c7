import { tokenizerLimits } from './tokenizer-limits.js';

/**
 * The values that people write into an intent, each with the word by which tools call such a value. A path says where,
 * not what: `save it to /srv/notes/today.md` is about a file, and not about notes. In this order, for a
 * URL may have a path in it. No js among the endings: Node.js is no file.
 */
const literals = [
  String.raw`(?<url>\b(?:https?:\/\/|www\.)[^\s"'<>()[\]]*[^\s"'<>()[\].,;:!?])`,
  String.raw`(?<email>\b[\p{L}\p{N}_.+\-]{1,64}@[\p{L}\p{N}\-]{1,63}(?:\.[\p{L}\p{N}\-]{1,63}){1,8})`,
  String.raw`(?<file>(?<![\p{L}\p{N}_\/.\\])(?:~|\.{1,2})?(?:\/[\p{L}\p{N}_.@\-]*[\p{L}\p{N}_@\-])+\/?`,
  String.raw`(?<![\p{L}\p{N}_])[A-Za-z]:\\[^\s"'<>|]*[^\s"'<>|.,;:!?]`,
  String.raw`(?<![\p{L}\p{N}_@\-])[\p{L}\p{N}_\-]{1,128}\.(?:txt|md|csv|tsv|json|jsonl|xml|ya?ml|toml|ini|cfg|log|html?|css|pdf|docx?|xlsx?|pptx?|odt|rtf|png|jpe?g|gif|svg|webp|mp[34]|wav|zip|tar|gz|parquet|sqlite|sql|py|ipynb|ts|java|c|cpp|h|go|rs|sh)(?![\p{L}\p{N}_@\-]))`,
];
const literal = new RegExp(literals.join('|'), 'giu');

/** How an intent says the kind itself. */
const spoken = { url: /\b(?:url|link)s?\b/iu, email: /\be-?mails?\b/iu, file: /\bfiles?\b/iu } as const;
type Kind = keyof typeof spoken;

/** Whether a text can have one of them at all; most have none. */
const sign = /[/@\\]|\.\p{L}|:\/\//u;

/**
 * The intent with the kind of value (url, email, file) after each literal, in the place of addresses, so that tools for that
 * kind are found. Not where the intent names the kind itself: saying it again would only make it weigh more than the rest.
 */
export function withLiteralKinds(intent: string): string {
  const read = intent.slice(0, tokenizerLimits.textLength);
  if (!sign.test(read)) return intent;
  const other = read.replace(literal, ' ');
  const named = read.replace(literal, (...match) => {
    const groups: Partial<Record<Kind, string>> = match.at(-1);
    const kind = groups.url !== undefined ? 'url' : groups.email !== undefined ? 'email' : 'file';
    const said = spoken[kind].test(other) ? '' : kind;
    // Whose address it is, and who keeps the mail, says of no tool that it is meant.
    if (kind === 'email') return said;
    return said === '' ? match[0] : `${match[0]} ${said}`;
  });
  return named + intent.slice(tokenizerLimits.textLength);
}
