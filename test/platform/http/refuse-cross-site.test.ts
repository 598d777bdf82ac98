import { describe, expect, it } from 'vitest';
import type { Call } from '#shared/platform/http/call.ts';
import { isRealView } from '#shared/platform/http/is-real-view.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';

const aCall = (headers: Record<string, string>, userAgent = 'Mozilla/5.0 Firefox/128.0') =>
  ({
    publicBaseUrl: 'https://pay.example.com',
    userAgent,
    header: (name: string) => headers[name],
  }) as Call;

describe('a form that a page of another site sends', () => {
  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://pay.example.com' },
    { origin: 'https://evil.example' },
    { origin: 'https://pay.example.com.evil.example' },
    { origin: 'https://pay.example.com:8443' },
    { origin: 'nonsense' },
  ])('is refused: %j', (headers) => {
    expect(() => refuseCrossSite(aCall(headers))).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });
});

describe('a form of our own page, and a program', () => {
  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { 'sec-fetch-site': 'same-site', origin: 'https://shop.example.com' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://pay.example.com' },
    // An old browser, and a page without referrer.
    { origin: 'null' },
  ])('is taken: %j', (headers) => {
    expect(() => refuseCrossSite(aCall(headers))).not.toThrow();
  });
});

describe('a view', () => {
  it.each<Record<string, string>>([
    { 'sec-purpose': 'prefetch' },
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-moz': 'prefetch' },
  ])('is nobody’s when it is loaded before it is wanted: %j', (headers) => {
    expect(isRealView(aCall(headers))).toBe(false);
  });

  it('is somebody’s otherwise, unless a program that says so looks', () => {
    expect(isRealView(aCall({}))).toBe(true);
    expect(isRealView(aCall({}, 'TelegramBot (like TwitterBot)'))).toBe(false);
  });
});
