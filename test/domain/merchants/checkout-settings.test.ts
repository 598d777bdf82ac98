import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkoutSettingsSchema,
  DEFAULT_CHECKOUT_SETTINGS,
} from '#shared/domain/merchants/checkout-settings.ts';
import { logoUrlSchema, MAX_INLINE_LOGO_LENGTH } from '#shared/domain/merchants/logo-url.ts';

const accepts = (settings: object): boolean => checkoutSettingsSchema.safeParse(settings).success;

describe('checkout settings', () => {
  it('that nobody set ask nothing, hide nothing and start by themselves', () => {
    expect(DEFAULT_CHECKOUT_SETTINGS).toEqual({
      contact: 'off',
      unavailableMethods: 'hide',
      startsByItself: true,
    });
  });

  it.each([
    { displayName: '灯笼游戏 Lantern' },
    { displayName: '👨‍👩‍👧 می‌خواهم' },
    { accent: '#C2410C' },
    { termsUrl: 'http://shop.example/条款' },
    { supportEmail: "o'neil+help@shop.example" },
    { returnUrl: 'https://shop.example/thanks?from=checkout#top' },
    { contact: 'required' },
  ])('take %j', (settings) => {
    expect(accepts(settings)).toBe(true);
  });

  it.each([
    { displayName: ' ' },
    { displayName: 'x'.repeat(61) },
    { displayName: 'two\nlines' },
    { displayName: 'turned \u202e round' },
    { displayName: 'marked \u200f\u061c' },
    { displayName: 'two\u2028lines' },
    { displayName: '\u200b\u2060\ufeff' },
    { displayName: '\u3164\u115f' },
    { accent: 'red' },
    { accent: '#fff' },
    { accent: '#ffffff;}' },
    { termsUrl: 'javascript:alert(1)' },
    { supportUrl: 'mailto:help@shop.example' },
    { supportUrl: `https://shop.example/${'x'.repeat(2_000)}` },
    { supportEmail: 'help@shop.example?subject=x' },
    { supportEmail: 'help' },
    { returnUrl: '/thanks' },
    { returnUrl: 'https://alipay.example@shop.example/' },
    { supportUrl: 'https://user:secret@shop.example/' },
    { contact: 'yes' },
    { unavailableMethods: 'grey' },
    { startsByItself: 1 },
  ])('refuse %j', (settings) => {
    expect(accepts(settings)).toBe(false);
  });
});

const PNG = `data:image/png;base64,iVBORw0KGgo${'A'.repeat(40)}=`;

describe('a logo', () => {
  it.each([
    'https://cdn.shop.example/logo.svg?v=2',
    'https://cdn.shop.example:8443/logo.png',
    'https://图片.example/标志.png',
    PNG,
    'data:image/jpeg;base64,/9j/4AAQ',
    'data:image/webp;base64,UklGRhoAAABXRUJQ',
  ])('may be %s', (url) => {
    expect(logoUrlSchema.safeParse(url).success).toBe(true);
  });

  it.each([
    'http://cdn.shop.example/logo.png',
    'https://user:secret@cdn.shop.example/logo.png',
    'https://localhost/logo.png',
    'https://[::1]/logo.png',
    'javascript:alert(1)',
    'data:image/svg+xml;base64,PHN2Zz4=',
    'data:text/html;base64,iVBORw0KGgo',
    'data:image/png;base64,PHNjcmlwdD4=',
    `${PNG}" onerror="alert(1)`,
    PNG.padEnd(MAX_INLINE_LOGO_LENGTH + 1, 'A'),
    `https://shop.example/${'x'.repeat(2_000)}`,
    '/logo.png',
    '',
  ])('is not %s', (url) => {
    expect(logoUrlSchema.safeParse(url).success).toBe(false);
  });

  it('comes from a host that says nothing else in a content security policy', () => {
    const host = fc
      .array(
        fc.constantFrom('a', 'z', '0', '-', '.', ';', "'", ',', '*', '$', '!', '_', '%3b', 'é'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(host, (text) => {
        const url = `https://${text}.example/logo.png`;
        if (!logoUrlSchema.safeParse(url).success) return;
        expect(new URL(url).origin).toMatch(/^https:\/\/[a-z0-9.-]+$/);
      }),
      { numRuns: 2_000 },
    );
    for (const odd of [';', "'", ',', '*', '$', '!', '_'])
      expect(logoUrlSchema.safeParse(`https://a${odd}b.example/logo.png`).success).toBe(false);
  });
});
