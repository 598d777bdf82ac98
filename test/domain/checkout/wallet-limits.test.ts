import { describe, expect, it } from 'vitest';
import { paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import type { Visitor } from '#shared/domain/checkout/visitor.ts';
import { walletLimit } from '#shared/domain/checkout/wallet-limits.ts';
import { aVisitor } from '#test/support/a-visitor.ts';

const limits = (changes: Partial<Visitor>) => {
  const visitor = aVisitor(changes);
  return Object.fromEntries(
    paymentMethodSchema.options.flatMap((method) => {
      const limit = walletLimit(method, visitor);
      return limit ? [[method, limit]] : [];
    }),
  );
};

describe('what cannot work where the visitor is', () => {
  it('is Alipay and the device wallets inside WeChat', () => {
    expect(limits({ device: 'wechat' })).toEqual({
      alipay: 'blocked_in_wechat',
      apple_pay: 'needs_own_browser',
      google_pay: 'needs_own_browser',
    });
  });

  it('is WeChat Pay and the device wallets inside Alipay', () => {
    expect(limits({ device: 'alipay' })).toEqual({
      wechat_pay: 'blocked_in_alipay',
      apple_pay: 'needs_own_browser',
      google_pay: 'needs_own_browser',
    });
  });

  it('is Apple Pay outside Apple’s browser', () => {
    expect(limits({ device: 'mobile', browser: 'chrome' })).toEqual({
      apple_pay: 'needs_apple_device',
    });
    expect(limits({ device: 'mobile', browser: 'safari' })).toEqual({});
    expect(limits({ device: 'desktop', browser: 'safari' })).toEqual({});
  });

  it('is nothing in the shop’s own app, which brings its own buttons', () => {
    expect(limits({ device: 'app' })).toEqual({});
  });
});
