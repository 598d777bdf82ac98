import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import {
  formatKnownDevice,
  type KnownDevice,
  parseKnownDevice,
} from '#shared/domain/checkout/known-device.ts';

const aDevice: fc.Arbitrary<KnownDevice> = fc
  .record({
    id: fc.stringMatching(/^[A-Za-z0-9_-]{22}$/),
    lastMethod: fc.option(fc.constantFrom(...paymentMethodSchema.options), { nil: undefined }),
    since: fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10)),
  })
  .map(({ lastMethod, ...rest }) => (lastMethod ? { ...rest, lastMethod } : rest));

it('is read as it was written, in characters that a cookie may have (RFC 6265, 4.1.1)', () => {
  fc.assert(
    fc.property(aDevice, (device) => {
      const text = formatKnownDevice(device);
      expect(text).toMatch(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/);
      expect(parseKnownDevice(text)).toEqual(device);
    }),
  );
});

it.each([
  '',
  '.',
  'short.alipay.2026-05-01',
  'AAAAAAAAAAAAAAAAAAAAAA.gold.2026-05-01',
  'AAAAAAAAAAAAAAAAAAAAAA.alipay.yesterday',
  'AAAAAAAAAAAAAAAAAAAAAA.alipay.2026-05-01.more',
])('%j is none', (text) => {
  expect(parseKnownDevice(text)).toBeUndefined();
});
