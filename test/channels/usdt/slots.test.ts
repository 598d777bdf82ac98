import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelContext, CreateRequest } from '#shared/application/ports/channel-port.ts';
import { minorOfUnits } from '#shared/channels/usdt/amount.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import { money } from '#shared/domain/money/money.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { scriptedHttp } from '../support/scripted-http.ts';
import { aTronAddress } from './tron-grid.ts';

const START = new Date('2026-11-01T12:00:00.000Z');
const HOUR = 3_600_000;

const contextOf = (config: object): ChannelContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: usdt.configSchema.parse({ network: 'trc20', ...config }),
  credentials: {},
  notifyUrl: 'https://callbacks.example.com/callbacks/usdt/ch_1',
  http: scriptedHttp(),
  leases: leasesInMemory(),
  now: START,
});

const requestOf = (number: number, change: Partial<CreateRequest> = {}): CreateRequest => ({
  orderNumber: `01k9gfm0c8e4ravxk1q3j${String(number).padStart(5, '0')}`,
  amount: money('USDT', 9_900_000),
  method: 'usdt_trc20',
  device: 'desktop',
  subject: 'VIP',
  returnUrl: 'https://shop.example.com/return',
  sharedReturn: { url: 'https://shop.example.com/return', state: 'abc' },
  buyerIp: '203.0.113.9',
  createdAt: START,
  expiresAt: new Date(START.getTime() + HOUR / 4),
  ...change,
});

const shownBy = async (context: ChannelContext, request: CreateRequest) => {
  const outcome = await usdt.create(context, request);
  return outcome.kind === 'happened' && outcome.nextAction.kind === 'address'
    ? `${outcome.nextAction.address} ${outcome.nextAction.amount}`
    : outcome.kind === 'did_not_happen'
      ? outcome.reason
      : outcome.kind;
};

const addresses = (count: number) => Array.from({ length: count }, aTronAddress);

describe.each([
  ['address', { accessMode: 'address', addresses: addresses(20) }, 20],
  // 100 and 200 steps above 9.90 are whole cents.
  ['amount', { accessMode: 'amount', addresses: addresses(1) }, 198],
  [
    'amount at two addresses',
    { accessMode: 'amount', addresses: addresses(2), amountSteps: 30 },
    60,
  ],
])('access mode "%s"', (_, config, room) => {
  test('no two payments have the same, until all is taken', async () => {
    const context = contextOf(config);
    const shown = new Set<string>();
    for (let number = 1; number <= room; number += 1)
      shown.add(await shownBy(context, requestOf(number)));
    expect(shown.size).toBe(room);
    expect(await shownBy(context, requestOf(room + 1))).toBe('limit_reached');
  });

  test('sixty-four at once have each their own', async () => {
    const context = contextOf(config);
    const shown = await Promise.all(
      Array.from({ length: 64 }, (__, number) => shownBy(context, requestOf(number + 1))),
    );
    const given = shown.filter((one) => one !== 'limit_reached');
    expect(new Set(given).size).toBe(Math.min(64, room));
    expect(given).toHaveLength(Math.min(64, room));
  });

  test('a payment that is made again gets what it had, also after others came and went', async () => {
    const context = contextOf(config);
    const shown: string[] = [];
    for (let number = 1; number <= room; number += 1)
      shown.push(await shownBy(context, requestOf(number)));
    const later = new Date(START.getTime() + 25 * HOUR);
    for (let number = 1; number <= room; number += 1)
      expect(await shownBy({ ...context, now: later }, requestOf(number))).toBe(shown[number - 1]);
  });

  test('a slot is free again after the cooldown, and not before', async () => {
    const context = contextOf({ ...config, cooldownHours: 2 });
    for (let number = 1; number <= room; number += 1) await shownBy(context, requestOf(number));
    const at = (hours: number) => ({
      createdAt: new Date(START.getTime() + hours * HOUR),
      expiresAt: new Date(START.getTime() + (hours + 1) * HOUR),
    });
    expect(await shownBy(context, requestOf(900, at(2.2)))).toBe('limit_reached');
    expect(await shownBy(context, requestOf(901, at(2.25)))).not.toBe('limit_reached');
  });
});

test('what is asked for is more than the price, and never whole cents', async () => {
  const context = contextOf({ accessMode: 'amount', addresses: addresses(1) });
  for (let number = 1; number <= 150; number += 1) {
    const shown = await shownBy(context, requestOf(number));
    const amount = shown.split(' ')[1] ?? '';
    expect(Number(amount)).toBeGreaterThan(9.9);
    expect(Number(amount)).toBeLessThanOrEqual(9.92);
    expect(amount).toMatch(/^9\.9\d\d?\d?$/);
    expect(amount).not.toMatch(/^\d+\.\d{1,2}$/);
  }
});

test('nobody is credited with more than was sent, nor with a millionth less than that', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 40n }),
      fc.integer({ min: 6, max: 36 }),
      (units, decimals) => {
        const scale = 10n ** BigInt(decimals - 6);
        const back = minorOfUnits(units, decimals) * scale;
        expect(back <= units && units - back < scale).toBe(true);
      },
    ),
  );
});
