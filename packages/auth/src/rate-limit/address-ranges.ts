import { AuthError } from '../errors/auth-error.js';
import { are, isListOf, isText } from '../input/check.js';
import { type IpAddress, parseIpAddress } from './ip-address.js';

/** Some addresses of the internet. */
export interface AddressRanges {
  includes(address: IpAddress): boolean;
}

/**
 * The addresses that a list names: single ones, and ranges by CIDR (`10.0.0.0/8`, `2001:db8::/32`). A range of one version
 * of the protocol has no address of the other.
 *
 * @throws AuthError `INVALID_INPUT` for what is neither
 */
export function parseAddressRanges(list: readonly string[]): AddressRanges {
  isListOf(isText)(list, 'list');
  const ranges = list.map(parseRange);
  return { includes: (address) => ranges.some((range) => isIn(address, range)) };
}

/** Whether an entry of such a list is one, by its place in an option. */
export const isAddressOrRange = are('an address such as 192.0.2.1, or a range such as 10.0.0.0/8', (entry) => {
  return typeof entry === 'string' && rangeOf(entry) !== undefined;
});

interface Range {
  readonly bytes: readonly number[];
  readonly bits: number;
}

function parseRange(text: string): Range {
  const range = rangeOf(text);
  if (range !== undefined) return range;
  throw new AuthError('INVALID_INPUT', 'A list of addresses has an entry that is neither an address nor a range.', {
    hint: 'Write addresses like 192.0.2.1 and 2001:db8::1, and ranges like 10.0.0.0/8.',
    details: { entry: text },
  });
}

function rangeOf(text: string): Range | undefined {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bytes = parseIpAddress(address)?.bytes ?? [];
  const most = bytes.length * 8;
  // The 96 bits before an IPv4 address inside of an IPv6 one.
  const left = bytes.length === 4 && address.includes(':') ? 96 : 0;
  const bits = length === undefined ? most : Number(length) - left;
  return most === 0 || bits < 0 || bits > most ? undefined : { bytes, bits };
}

function isIn({ bytes }: IpAddress, range: Range): boolean {
  if (bytes.length !== range.bytes.length) return false;
  return bytes.every((byte, index) => {
    const free = Math.min(8, Math.max(0, 8 * (index + 1) - range.bits));
    return byte >> free === range.bytes[index]! >> free;
  });
}
