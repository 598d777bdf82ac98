import { describe, expect, it } from 'vitest';
import { whyNotPublic } from '#shared/adapters/http/public-address.ts';

describe('whyNotPublic', () => {
  it.each(['8.8.8.8', '1.1.1.1', '203.0.112.1', '2606:4700:4700::1111', '2a00:1450:4001::8a'])(
    'lets a public address pass: %s',
    (address) => {
      expect(whyNotPublic(address)).toBeUndefined();
    },
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['the metadata address', '169.254.169.254'],
    ['the metadata address of a container', '169.254.170.2'],
    ['the metadata address in IPv6', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['carrier-grade NAT', '100.127.255.255'],
    ['unspecified', '0.0.0.0'],
    ['"this network"', '0.1.2.3'],
    ['unspecified', '::'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarking', '198.18.0.1'],
    ['unique local', 'fc00::1'],
    ['site local', 'fec0::1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped private, in hexadecimal', '::ffff:a00:1'],
    ['IPv4-mapped public', '::ffff:8.8.8.8'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['NAT64 of loopback', '64:ff9b::7f00:1'],
    ['NAT64 for local use', '64:ff9b:1::a00:1'],
    ['6to4 of a private address', '2002:a00:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['outside what IANA handed out', '4000::1'],
    ['not an address', 'localhost'],
    ['empty', ''],
  ])('refuses what is not: %s %s', (_what, address) => {
    expect(whyNotPublic(address)).toBeTypeOf('string');
  });
});
