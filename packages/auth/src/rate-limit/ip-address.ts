/** An address of the internet: 4 bytes or 16, and the one text that is written for them. */
export interface IpAddress {
  readonly text: string;
  readonly bytes: readonly number[];
}

/**
 * The address that a text is, undefined where it is none. An IPv4 address inside of an IPv6 one (`::ffff:192.0.2.1`) is the
 * IPv4 address, so that nobody has two; a zone (`%eth0`) is left out.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  return parseVersion4(text) ?? parseVersion6(text.replace(/%[\w.-]+$/, ''));
}

function parseVersion4(text: string): IpAddress | undefined {
  // No leading zeros: some would read them as octal, and then it is another address.
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? { text, bytes } : undefined;
}

/** Reads and writes it by `URL`, which every runtime has, whereas `node:net` is Node's. */
function parseVersion6(text: string): IpAddress | undefined {
  const url = `http://[${text}]`;
  if (!/^[\da-f:.]{2,45}$/i.test(text) || !URL.canParse(url)) return undefined;
  const canonical = new URL(url).hostname.slice(1, -1);
  const [left = [], right = []] = canonical.split('::').map((side) => (side === '' ? [] : side.split(':')));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
  const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
  const isVersion4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isVersion4 ? parseVersion4(bytes.slice(12).join('.')) : { text: canonical, bytes };
}
