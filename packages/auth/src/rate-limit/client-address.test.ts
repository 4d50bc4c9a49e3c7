import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddressRanges } from './address-ranges.js';
import { addressOf, networkOf } from './client-address.js';
import { parseIpAddress } from './ip-address.js';

const nobody = parseAddressRanges([]);
const proxies = parseAddressRanges(['10.0.0.0/8', '2001:db8:ffff::/48', '192.0.2.7']);
const from = (socket: string | undefined, forwarded?: string, trusted = proxies) =>
  addressOf(new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }), socket, trusted);

const byte = fc.integer({ min: 0, max: 255 });
const version4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const version6 = fc.oneof(
  fc.ipV6(),
  version4.map((text) => `::ffff:${text}`),
);
/** Texts that are nearly addresses. */
const nearly = fc
  .tuple(
    fc.oneof(version4, version6),
    fc.nat(40),
    fc.constantFrom('', '0', ':', '::', '.', '1', 'g', ' ', '256', '/', ']'),
  )
  .map(([text, index, piece]) => text.slice(0, index) + piece + text.slice(index + 1));

describe('addresses', () => {
  test('what is an address is what Node takes for one', () => {
    fc.assert(
      fc.property(fc.oneof(version4, version6, nearly, fc.string()), (text) => {
        expect(parseIpAddress(text) !== undefined).toBe(isIP(text) !== 0);
      }),
      { numRuns: 5_000 },
    );
  });

  test('an address has one text, which is that of the address', () => {
    fc.assert(
      fc.property(fc.oneof(version4, version6), (text) => {
        const address = parseIpAddress(text);
        expect(parseIpAddress(address!.text)).toEqual(address);
        expect(parseIpAddress(text.toUpperCase())).toEqual(address);
        expect(isIP(address!.text)).toBe(address!.bytes.length === 4 ? 4 : 6);
      }),
    );
  });

  test('a range has the addresses that Node says', () => {
    const range = fc.oneof(
      fc.record({ family: fc.constant('ipv4' as const), address: version4, bits: fc.integer({ min: 1, max: 32 }) }),
      fc.record({ family: fc.constant('ipv6' as const), address: fc.ipV6(), bits: fc.integer({ min: 1, max: 128 }) }),
    );
    const near = fc.tuple(range, fc.nat(15), byte).map(([{ family, address, bits }, index, changed]) => {
      const bytes = [...parseIpAddress(address)!.bytes];
      bytes[index % bytes.length] = changed;
      const hexadecimal = bytes.map((each) => each.toString(16).padStart(2, '0')).join('');
      const text = bytes.length === 4 ? bytes.join('.') : hexadecimal.match(/.{4}/g)!.join(':');
      return { family, address, bits, text };
    });
    fc.assert(
      fc.property(near, ({ family, address, bits, text }) => {
        fc.pre(!address.toLowerCase().includes('ffff:'));
        const list = new BlockList();
        list.addSubnet(address, bits, family);
        const isThere = parseAddressRanges([`${address}/${bits}`]).includes(parseIpAddress(text)!);
        expect(isThere).toBe(list.check(text, family));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::', '::'],
  ])('%s is %s', (text, canonical) => {
    expect(parseIpAddress(text)?.text).toBe(canonical);
  });

  test('an IPv4 range may be written inside of an IPv6 one, and an IPv6 range has no IPv4 address', () => {
    const address = parseIpAddress('10.1.2.3')!;
    expect(parseAddressRanges(['::ffff:10.0.0.0/104']).includes(address)).toBe(true);
    expect(parseAddressRanges(['::ffff:11.0.0.0/104']).includes(address)).toBe(false);
    expect(parseAddressRanges(['::/0']).includes(address)).toBe(false);
    expect(parseAddressRanges(['0.0.0.0/0']).includes(address)).toBe(true);
  });

  test.each([
    '',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0/8',
    '/8',
    '::/129',
    '::ffff:10.0.0.0/8',
    'proxy',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
  ])('no range: %j', (entry) => {
    expect(() => parseAddressRanges([entry])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('the address of the caller', () => {
  test.each([
    ['the socket, where nothing is said', '198.51.100.1', undefined, '198.51.100.1'],
    ['the socket, whatever a stranger says', '198.51.100.1', '203.0.113.9', '198.51.100.1'],
    ['what a proxy says', '10.1.1.1', '203.0.113.9', '203.0.113.9'],
    ['the last that a proxy says, whatever stands before it', '10.1.1.1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['what the first of several proxies says', '10.1.1.1', '1.1.1.1, 203.0.113.9, 192.0.2.7, 10.2.2.2', '203.0.113.9'],
    ['no further than a stranger among the proxies', '10.1.1.1', '1.1.1.1, 203.0.113.9, 10.2.2.2', '203.0.113.9'],
    ['the first, where all are proxies', '10.1.1.1', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
    ['the proxy, where it says nothing', '10.1.1.1', undefined, '10.1.1.1'],
    ['the proxy, where it says nonsense', '10.1.1.1', '203.0.113.9, unknown', '10.1.1.1'],
    ['the proxy, where an entry is empty', '10.1.1.1', '203.0.113.9,', '10.1.1.1'],
    ['the last proxy before nonsense', '10.1.1.1', '203.0.113.9, 0x7f.1, 10.2.2.2', '10.2.2.2'],
    ['a proxy by its IPv4 address inside of an IPv6 one', '::ffff:10.1.1.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['a proxy by IPv6', '2001:db8:ffff::2', '2001:DB8::1', '2001:db8::1'],
    ['an entry with a port', '10.1.1.1', '203.0.113.9:4711', '203.0.113.9'],
    ['an entry of IPv6 with a port', '10.1.1.1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['none, where the socket has none', undefined, '203.0.113.9', undefined],
    ['none, where the socket is no address', 'unix', '203.0.113.9', undefined],
  ])('is %s', (_, socket, forwarded, address) => {
    expect(from(socket, forwarded)).toBe(address);
  });

  test('is the socket for every header, where no proxy is listed', () => {
    fc.assert(
      fc.property(fc.oneof(version4, version6), (forwarded) => {
        expect(from('198.51.100.1', forwarded, nobody)).toBe('198.51.100.1');
      }),
    );
  });

  test('is never what stands left of the first stranger', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]{0,60}$/), (claim) => {
        expect(from('10.1.1.1', `${claim}, 203.0.113.9, 10.2.2.2`)).toBe('203.0.113.9');
      }),
    );
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  [undefined, 'unknown'],
  ['nonsense', 'unknown'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
