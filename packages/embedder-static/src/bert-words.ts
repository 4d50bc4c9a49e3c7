/** What BERT's tokenizer reads as characters of Chinese and Japanese; the gap before U+2B920 is the original's. */
const ideograph =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;
/** Left out: control, format, private and unpaired characters, and the sign for undecodable ones. */
const invisible = /[\ufffd\p{Cf}\p{Co}\p{Cs}]|(?![\t\n\r])\p{Cc}/gu;
const plain = /^[\t\n\r\x20-\x7e]*$/;
/** A punctuation mark alone, ASCII symbols included, or a run of anything else but space. */
const word = /[\p{P}$+<=>^`|~]|[^\p{P}$+<=>^`|~\p{White_Space}]+/gu;

/**
 * Words of a text as the tokenizer of uncased BERT models sees them, one after the other: lower case, without accents,
 * punctuation marks and ideographs alone. Equal to `BertNormalizer` and `BertPreTokenizer` of Hugging Face's tokenizers
 * on every character up to Unicode 8, which the original knows.
 */
export function* bertWords(text: string): Generator<string, void, undefined> {
  for (const [found] of normalise(text).matchAll(word)) yield found;
}

function normalise(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  const visible = text.replace(invisible, '').replace(ideograph, ' $& ');
  const unaccented = visible.normalize('NFD').replace(/\p{Mn}/gu, '');
  // JavaScript alone has another small sigma at the end of words.
  return unaccented.replaceAll('Σ', 'σ').toLowerCase();
}
