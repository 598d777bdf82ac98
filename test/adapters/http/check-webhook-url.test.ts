import { describe, expect, it } from 'vitest';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';

const leadingTo = (address: string, allowPrivateAddresses = false) =>
  createWebhookUrlCheck({
    allowPrivateAddresses,
    resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
  });

describe('a webhook URL', () => {
  it('is allowed when it is https and leads to a public address', async () => {
    expect(await leadingTo('8.8.8.8').check('https://shop.test/hooks')).toEqual({
      kind: 'allowed',
    });
  });

  it.each([
    ['plain HTTP', 'http://shop.test/hooks'],
    ['another protocol', 'ftp://shop.test/hooks'],
    ['no URL', 'shop.test'],
    ['a password in it', 'https://user:secret@shop.test/hooks'],
    ['an IP literal that is private', 'https://192.168.0.10/hooks'],
    ['an IPv6 literal that is loopback', 'https://[::1]/hooks'],
    ['a literal in disguise', 'https://0x7f000001/hooks'],
  ])('is refused with %s', async (_what, url) => {
    expect(await leadingTo('8.8.8.8').check(url)).toMatchObject({ kind: 'refused' });
  });

  it('is refused when its name leads to a private address', async () => {
    expect(await leadingTo('10.1.2.3').check('https://shop.test/')).toEqual({
      kind: 'refused',
      message: 'must lead to a public address',
    });
  });

  it('is refused when its name leads nowhere', async () => {
    const check = createWebhookUrlCheck({
      allowPrivateAddresses: false,
      resolve: async () => {
        throw new Error('ENOTFOUND');
      },
    });
    expect(await check.check('https://shop.test/')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('cannot be found'),
    });
  });

  it('may be plain HTTP on loopback on the local stack', async () => {
    expect(await leadingTo('127.0.0.1', true).check('http://127.0.0.1:4010/hooks')).toEqual({
      kind: 'allowed',
    });
  });
});
