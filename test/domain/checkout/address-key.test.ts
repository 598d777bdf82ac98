import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey } from '#shared/domain/checkout/address-key.ts';

describe('what an address is counted under', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  it('is nothing on this machine, where everybody has one address', () => {
    for (const address of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', ''])
      expect(addressKey(address)).toBeUndefined();
  });

  it('is the same for all addresses of one IPv6 network, and another one for its neighbours', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), (address, other) => {
        const groups = (text: string) => new URL(`http://[${text}]`).hostname;
        expect(addressKey(groups(address).slice(1, -1))).toBe(addressKey(address));
        const key = addressKey(other);
        if (key?.endsWith('/64'))
          expect(addressKey(`${key.replace('::/64', '')}:a:b:c:d`)).toBe(key);
      }),
    );
  });
});
