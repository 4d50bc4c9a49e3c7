import type { AddressRanges } from './address-ranges.js';
import { type IpAddress, parseIpAddress } from './ip-address.js';

/**
 * The address that a request comes from, undefined where the socket has none. `X-Forwarded-For` is a claim: it is read
 * from the right, one entry for each proxy that is on the list, since each adds the address that it was called from. The
 * first address that is no such proxy is the caller's; before an entry that is no address, that of the proxy stands.
 */
export function addressOf(
  headers: Pick<Headers, 'get'>,
  socketAddress: string | undefined,
  trustedProxies: AddressRanges,
): string | undefined {
  let address = parseIpAddress(socketAddress ?? '');
  const entries = (headers.get('x-forwarded-for') ?? '').split(',');
  while (address !== undefined && trustedProxies.includes(address)) {
    const before = parseEntry(entries.pop() ?? '');
    if (before === undefined) break;
    address = before;
  }
  return address?.text;
}

/**
 * By what callers are counted: an IPv4 address, and of an IPv6 address the first 64 bits, since whoever has one has all
 * that begin like it. Those without an address are counted together.
 */
export function networkOf(address: string | undefined): string {
  const parsed = parseIpAddress(address ?? '');
  if (parsed === undefined) return 'unknown';
  if (parsed.bytes.length === 4) return parsed.text;
  const groups = [0, 2, 4, 6].map((index) => ((parsed.bytes[index]! << 8) | parsed.bytes[index + 1]!).toString(16));
  return `${groups.join(':')}::/64`;
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function parseEntry(entry: string): IpAddress | undefined {
  const [, bracketed, dotted] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/.exec(entry.trim()) ?? [];
  return parseIpAddress(bracketed ?? dotted ?? entry.trim());
}
