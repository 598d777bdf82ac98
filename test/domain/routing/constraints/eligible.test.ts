import { describe, expect, test } from 'vitest';
import type { ClientSdk, Device } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutingRequest } from '#shared/domain/routing/candidate.ts';
import { eligible } from '#shared/domain/routing/constraints/eligible.ts';
import { aCandidate, channelId } from '../../../support/an-account.ts';

const NOW = '2026-03-01T12:00:00.000Z';
const EXPIRY = '2026-03-01T12:15:00.000Z';

const aRequest = (overrides: Partial<RoutingRequest> = {}): RoutingRequest => ({
  amount: money('CNY', 990),
  method: 'alipay',
  device: 'mobile',
  now: new Date(NOW),
  expiresAt: new Date(EXPIRY),
  triedChannelIds: [],
  failedUpstreams: [],
  ...overrides,
});

const codes = (candidate: Candidate, request: RoutingRequest = aRequest()): string[] => {
  const result = eligible(candidate, request);
  return result.kind === 'eligible' ? [] : result.obstacles.map(({ code }) => code);
};

describe('hard limits of a channel', () => {
  test('a channel that meets all of them is eligible', () => {
    expect(eligible(aCandidate(), aRequest())).toEqual({ kind: 'eligible' });
  });

  test.each(['draining', 'frozen'] as const)('a %s channel takes no payment', (status) => {
    expect(codes(aCandidate({ status }))).toEqual(['channel_not_enabled']);
  });

  test('a provider that this build does not have takes no payment', () => {
    expect(codes({ ...aCandidate(), capabilities: undefined })).toEqual(['provider_unavailable']);
  });

  test('the account must offer the method, and its provider too', () => {
    expect(codes(aCandidate(), aRequest({ method: 'card' }))).toEqual(['method_not_offered']);
    expect(codes(aCandidate({}, { methods: ['wechat_pay'] }))).toEqual(['method_not_offered']);
  });

  test("the provider must work on the buyer's device", () => {
    const request = aRequest({ device: 'wechat' });
    expect(codes(aCandidate({}, { devices: ['desktop', 'mobile'] }), request)).toEqual([
      'device_not_supported',
    ]);
  });

  test('a provider that charges a phone number must know it, once the buyer was asked for it', () => {
    const candidate = aCandidate({}, { needsPhone: true });
    expect(codes(candidate, aRequest({ hasPhone: false }))).toEqual(['phone_missing']);
    expect(codes(candidate, aRequest({ hasPhone: true }))).toEqual([]);
    expect(codes(candidate, aRequest())).toEqual([]);
    expect(codes(aCandidate(), aRequest({ hasPhone: false }))).toEqual([]);
  });

  test('leads no front end to code that it cannot run', () => {
    const candidate = aCandidate({}, { clientSdks: { desktop: 'stripe' } });
    const asked = (clientSdks: ClientSdk[] | undefined, device: Device = 'desktop') =>
      codes(candidate, aRequest({ device, ...(clientSdks ? { clientSdks } : {}) }));
    expect(asked(['wechat_jsapi'])).toEqual(['client_sdk_missing']);
    expect(asked(['wechat_jsapi', 'stripe'])).toEqual([]);
    expect(asked(undefined)).toEqual([]);
    expect(asked([], 'mobile')).toEqual([]);
  });

  test('another currency is refused whatever the amount', () => {
    const request = aRequest({ amount: money('USD', 999_999_999) });
    expect(codes(aCandidate(), request)).toEqual(['currency_not_supported']);
  });

  test.each([
    [999n, ['amount_too_small']],
    [1_000n, []],
    [2_000n, []],
    [2_001n, ['amount_too_large']],
  ])("the account's range of 10.00 to 20.00 holds for %s", (minor, expected) => {
    const candidate = aCandidate({
      minAmount: money('CNY', 1_000),
      maxAmount: money('CNY', 2_000),
    });
    expect(codes(candidate, aRequest({ amount: money('CNY', minor) }))).toEqual(expected);
  });

  test("a limit of the protocol holds inside a wider one of the account's", () => {
    const candidate = aCandidate(
      { minAmount: money('CNY', 1), maxAmount: money('CNY', 9_999_999) },
      { amountMinor: { min: 100n, max: 500n } },
    );
    expect(codes(candidate, aRequest({ amount: money('CNY', 99) }))).toEqual(['amount_too_small']);
    expect(codes(candidate, aRequest({ amount: money('CNY', 501) }))).toEqual(['amount_too_large']);
  });

  test('a payment above the whole daily cap is refused without asking what was used', () => {
    const candidate = aCandidate({ dailyCap: money('CNY', 989) });
    expect(codes(candidate)).toEqual(['daily_cap_exceeded']);
  });

  test.each([
    [10n, []],
    [11n, ['daily_cap_reached']],
    [5_000n, ['daily_cap_reached']],
  ])('of a cap of 10.00 with %s fen reserved, 9.90 must still fit', (reserved, expected) => {
    const candidate = {
      ...aCandidate({ dailyCap: money('CNY', 1_000) }),
      reservedTodayMinor: reserved,
    };
    expect(codes(candidate)).toEqual(expected);
  });

  test.each([
    ['has ended just now', '2026-03-01T11:00:00Z', NOW, []],
    ['is under way', '2026-03-01T11:00:00Z', '2026-03-01T12:00:01Z', ['maintenance_now']],
    ['begins now', NOW, '2026-03-01T13:00:00Z', ['maintenance_now']],
    [
      'begins before the payment expires',
      '2026-03-01T12:14:59Z',
      '2026-03-01T13:00:00Z',
      ['maintenance_before_expiry'],
    ],
    ['begins when the payment has expired', EXPIRY, '2026-03-01T13:00:00Z', []],
    ['ends before it starts', '2026-03-01T13:00:00Z', '2026-03-01T11:00:00Z', []],
  ])('maintenance that %s', (_case, startsAt, endsAt, expected) => {
    expect(codes(aCandidate({ maintenance: [{ startsAt, endsAt }] }))).toEqual(expected);
  });

  test('a channel that was tried, and every channel of a failed upstream, is left out', () => {
    const tried = aRequest({ triedChannelIds: [channelId(1)] });
    const failed = aRequest({ failedUpstreams: ['gateway-1'] });
    expect(codes(aCandidate(), tried)).toEqual(['already_tried']);
    expect(codes(aCandidate(), failed)).toEqual(['upstream_failed']);
    expect(codes(aCandidate({ upstream: 'gateway-2' }), failed)).toEqual([]);
  });

  test('every limit that is broken is named', () => {
    const candidate = aCandidate({ status: 'frozen', maxAmount: money('CNY', 100) });
    expect(codes(candidate, aRequest({ method: 'card' }))).toEqual([
      'channel_not_enabled',
      'method_not_offered',
      'amount_too_large',
    ]);
  });
});
