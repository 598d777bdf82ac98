import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownDevice } from '#shared/domain/checkout/known-device.ts';
import { deviceCookie, readDeviceCookie } from '#shared/platform/http/device-cookie.ts';

const DEVICE: KnownDevice = {
  id: 'AbCdEfGhIjKlMnOpQrStU_',
  lastMethod: 'wechat_pay',
  since: '2026-05-01',
};
const HERE = { secret: 'a secret of the deployment', publicBaseUrl: 'https://pay.example.com' };

const pair = (setCookie: string): string => setCookie.split('; ')[0] ?? '';
const GENUINE = pair(deviceCookie(DEVICE, HERE));

describe('the cookie of a device', () => {
  it('is read back as it was made, among others', () => {
    expect(readDeviceCookie(['other=1', GENUINE, 'more=2'], HERE)).toEqual(DEVICE);
    expect(readDeviceCookie([], HERE)).toBeUndefined();
  });

  it('is kept from scripts, other sites, plain connections and neighbours of the same domain', () => {
    const [name, ...attributes] = deviceCookie(DEVICE, HERE).split('; ');
    expect(name).toMatch(/^__Host-arteria_device=/);
    expect(attributes).toEqual([
      'Path=/',
      'Max-Age=34560000',
      'HttpOnly',
      'SameSite=Lax',
      'Secure',
    ]);
  });

  it.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])(
    'works without TLS on %s',
    (publicBaseUrl) => {
      const local = { ...HERE, publicBaseUrl };
      const cookie = deviceCookie(DEVICE, local);
      expect(cookie).toMatch(/^arteria_device=/);
      expect(cookie).not.toContain('Secure');
      expect(readDeviceCookie([pair(cookie)], local)).toEqual(DEVICE);
    },
  );

  it('without TLS on any other host is still for TLS only', () => {
    const cookie = deviceCookie(DEVICE, {
      ...HERE,
      publicBaseUrl: 'http://localhost.evil.example',
    });
    expect(cookie).toContain('Secure');
  });

  it('of which any character was changed, added or taken away is none', () => {
    const start = GENUINE.indexOf('=') + 1;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: GENUINE.length - 1 }),
        fc.constantFrom('', 'A', '.', '-', 'é'),
        fc.boolean(),
        (at, text, keep) => {
          const changed = GENUINE.slice(0, at) + text + GENUINE.slice(keep ? at : at + 1);
          fc.pre(changed !== GENUINE);
          expect(readDeviceCookie([changed], HERE)).toBeUndefined();
        },
      ),
    );
  });

  it('that another deployment or an older secret signed is none', () => {
    expect(readDeviceCookie([GENUINE], { ...HERE, secret: 'another' })).toBeUndefined();
  });

  it('is found behind a planted one of the same name', () => {
    expect(readDeviceCookie(['__Host-arteria_device=x.y', GENUINE], HERE)).toEqual(DEVICE);
  });
});
