/** UTF-16 code units of a reason that are told. */
const longestReason = 200;
/** A reason that has so much of a text in common with one quotes it. */
const longestCommon = 16;

/** What gives access, by its place or by its looks. */
const secrets: readonly [RegExp, string][] = [
  [/\/\/[^\s/@]*@/g, '//…@'],
  [/\?\S+/g, '?…'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 …'],
  [/\b(\w*(?:key|token|secret|password))(["']?\s*[=:]\s*)\S+/gi, '$1$2…'],
  [/\b(?:sk|pk|rk|gsk|hf|xai|gh[a-z])[-_]\S+/gi, '…'],
  [/\b(?=\w*\d)[A-Za-z0-9]{16,}\b/g, '…'],
  [/\S*\*{2,}\S*/g, '…'],
];

/**
 * What an embedder says why it failed, fit for a log: the start of it, without keys. Nothing where it quotes what was to be
 * embedded.
 */
export function failureReason(error: unknown, texts: readonly string[]): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const said = error.message.slice(0, longestReason);
  if (texts.some((text) => quotes(said, text))) return undefined;
  const safe = secrets.reduce((reason, [pattern, instead]) => reason.replace(pattern, instead), said);
  const line = safe.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line === '' ? undefined : line;
}

function quotes(said: string, text: string): boolean {
  if (text.length <= longestCommon) return text.length > 3 && said.includes(text);
  for (let start = 0; start + longestCommon <= said.length; start += 1) {
    if (text.includes(said.slice(start, start + longestCommon))) return true;
  }
  return false;
}
