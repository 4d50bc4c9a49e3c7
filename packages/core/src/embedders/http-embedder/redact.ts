/** Endpoints shorten keys before they quote them: so many characters in a row are a part that gives it away. */
const partLength = 8;

/** Puts `[secret]` in the place of every secret, and of every longer part of one. */
export function redact(text: string, secrets: readonly string[]): string {
  const whole = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  const parts = new Set(secrets.flatMap(partsOf));
  if (parts.size === 0) return whole;
  let told = '';
  for (let start = 0; start < whole.length; ) {
    let end = start;
    for (let at = start; at <= end && parts.has(whole.slice(at, at + partLength)); at += 1) end = at + partLength;
    told += end > start ? '[secret]' : whole[start];
    start = Math.max(end, start + 1);
  }
  return told;
}

function partsOf(secret: string): string[] {
  const count = Math.max(0, secret.length - partLength + 1);
  return Array.from({ length: count }, (_, start) => secret.slice(start, start + partLength));
}
