/** Endpoints shorten keys before they quote them: so many characters in a row are a part that gives it away. */
const partLength = 8;

/** Puts `[secret]` in the place of every secret, and of every longer part of one. */
export function redact(text: string, secrets: readonly string[]): string {
  return redactParts(
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text),
    secrets,
  );
}

/** Puts `[secret]` in the place of every longer part of a secret, and leaves secrets that are shorter than one. */
export function redactParts(text: string, secrets: readonly string[]): string {
  const isPart = (part: string) => part.length === partLength && secrets.some((secret) => secret.includes(part));
  let told = '';
  for (let start = 0; start < text.length; ) {
    let end = start;
    for (let at = start; at <= end && isPart(text.slice(at, at + partLength)); at += 1) end = at + partLength;
    told += end > start ? '[secret]' : text[start];
    start = Math.max(end, start + 1);
  }
  return told;
}
