import { describe, expect, test } from 'vitest';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { money } from '#shared/domain/money/money.ts';
import { ADVICE_CODES, type Advice } from '#shared/domain/routing/advice/advice.ts';
import { advisePortfolio } from '#shared/domain/routing/advice/advise-portfolio.ts';
import type { ChannelHealth } from '#shared/domain/routing/learning/health-snapshot.ts';
import { anAccount, channelId } from '../../../support/an-account.ts';
import { aSnapshot, someHealth } from '../some-health.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const inHours = (hours: number): string =>
  new Date(NOW.getTime() + hours * 3_600_000).toISOString();

/** n main accounts and a backup, each at a gateway of its own, with all figures filled in. */
const accounts = (main: number, changes: Partial<Channel> = {}): Channel[] =>
  Array.from({ length: main + 1 }, (_, index) =>
    anAccount({
      id: channelId(index + 1),
      label: `account ${index + 1}`,
      role: index === main ? 'backup' : 'main',
      upstream: `gateway-${index}`,
      fee: { rateBasisPoints: 60, fixedMinor: 0 },
      dailyCap: money('CNY', 5_000_000),
      maxPerSecond: 10,
      ...changes,
    }),
  );

/** The accounts with the n-th, counted from 1, changed. */
const changed = (channels: readonly Channel[], n: number, changes: Partial<Channel>): Channel[] =>
  channels.map((channel) => (channel.id === channelId(n) ? { ...channel, ...changes } : channel));

/** A channel that took so much of the last day's money, with enough payments to tell. */
const took = (
  n: number,
  perDayMinor: number,
  changes: Partial<ChannelHealth> = {},
): ChannelHealth =>
  someHealth(channelId(n), {
    perDayMinor,
    methods: [
      ['alipay', 100, 80],
      ['wechat_pay', 100, 80],
    ],
    ...changes,
  });

const advise = (
  channels: readonly Channel[],
  healths?: readonly ChannelHealth[],
): readonly Advice[] =>
  advisePortfolio(channels, { snapshot: healths && aSnapshot([...healths], NOW), now: NOW });

const codes = (...args: Parameters<typeof advise>): string[] => [
  ...new Set(advise(...args).map(({ code }) => code)),
];

const EVENLY = [took(1, 1_000), took(2, 1_000), took(3, 1_000), took(4, 500)];

/** One case a code, for the test that all of them are said in both languages. */
const said: Advice[] = [];
const only = (...args: Parameters<typeof advise>): Advice => {
  const advice = advise(...args);
  said.push(...advice);
  expect(advice.map(({ code }) => code)).toHaveLength(1);
  return advice[0] as Advice;
};

describe('a sound portfolio', () => {
  test('needs no advice, whether or not something was learned', () => {
    expect(advise(accounts(3))).toEqual([]);
    expect(advise(accounts(5))).toEqual([]);
    expect(advise(accounts(3), EVENLY)).toEqual([]);
  });

  test('is judged by what is enabled', () => {
    const [one, ...rest] = accounts(3) as [Channel, ...Channel[]];
    expect(codes([{ ...one, status: 'frozen' }, ...rest])).toEqual(['too_few_main']);
  });
});

describe('no_channel', () => {
  test('is urgent: nobody can pay', () => {
    const advice = only(accounts(3, { status: 'frozen' }));
    expect(advice).toMatchObject({ code: 'no_channel', severity: 'urgent', channelIds: [] });
    expect(only([])).toMatchObject({ code: 'no_channel' });
  });
});

describe('too_few_main', () => {
  test('is said once of a whole shop', () => {
    expect(only(accounts(2))).toMatchObject({ code: 'too_few_main', severity: 'info' });
    expect(only(accounts(2))).not.toHaveProperty('method');
  });

  test('is a warning from one on: nothing is left when it fails', () => {
    expect(only(accounts(1))).toMatchObject({ code: 'too_few_main', severity: 'warning' });
    expect(only(accounts(1)).en).toMatch(/^Your shop has 1 main channel;/);
  });

  test('is said of the method that lacks them', () => {
    const channels = accounts(4).map((it, index) =>
      index < 2 ? { ...it, methods: ['alipay' as const] } : it,
    );
    expect(only(channels)).toMatchObject({
      code: 'too_few_main',
      method: 'wechat_pay',
      channelIds: [channelId(3), channelId(4), channelId(5)],
      severity: 'info',
    });
  });
});

describe('no_backup', () => {
  test('of a shop, and of a method', () => {
    expect(only(accounts(3).slice(0, 3))).toMatchObject({ code: 'no_backup', severity: 'info' });
    const channels = changed(accounts(3), 4, { methods: ['alipay'] });
    expect(only(channels)).toMatchObject({ code: 'no_backup', method: 'wechat_pay' });
  });
});

describe('too_many', () => {
  test('main ones, and backups', () => {
    expect(only(accounts(6))).toMatchObject({ code: 'too_many', severity: 'info' });
    const backups = changed(changed(accounts(5), 4, { role: 'backup' }), 5, { role: 'backup' });
    expect(only(backups)).toMatchObject({ code: 'too_many' });
  });

  test('counts by method: many methods need many channels', () => {
    const half = accounts(4, { methods: ['alipay'] });
    const rest = accounts(4, { methods: ['wechat_pay'] }).map((it, index) => ({
      ...it,
      id: channelId(11 + index),
      upstream: `other-${index}`,
    }));
    expect(codes([...half, ...rest])).toEqual([]);
  });
});

describe('one_upstream', () => {
  test('of all channels is a warning', () => {
    expect(only(accounts(3, { upstream: 'same' }))).toMatchObject({
      code: 'one_upstream',
      severity: 'warning',
    });
  });

  test('of four in five names those', () => {
    const channels = accounts(4, { upstream: 'same' });
    expect(only(changed(channels, 5, { upstream: 'other' }))).toMatchObject({
      code: 'one_upstream',
      severity: 'info',
      channelIds: [1, 2, 3, 4].map(channelId),
    });
  });

  test('of a method only', () => {
    const channels = accounts(7).map((it, index) =>
      index < 3
        ? { ...it, methods: ['card' as const], upstream: 'same' }
        : { ...it, methods: it.role === 'main' ? it.methods : [...it.methods, 'card' as const] },
    );
    const advice = advise(changed(channels, 8, { upstream: 'same' }));
    expect(advice).toMatchObject([{ code: 'one_upstream', method: 'card' }]);
  });

  test('is seen in the money, too', () => {
    const healths = [took(1, 85_000), took(2, 6_000), took(3, 6_000), took(4, 3_000)];
    expect(only(accounts(3), healths)).toMatchObject({
      code: 'one_upstream',
      severity: 'info',
      channelIds: [channelId(1)],
      en: expect.stringContaining('takes 85 % of your money'),
    });
  });

  test('is not seen in the money of a few payments', () => {
    const few = (n: number, perDayMinor: number) => took(n, perDayMinor, { methods: [] });
    expect(advise(accounts(3), [few(1, 990), few(2, 0), few(3, 0)])).toEqual([]);
  });
});

describe('dead_weight', () => {
  const IDLE = [took(1, 1_000_000), took(2, 900_000)];

  test('is what carries next to nothing although others offer the same', () => {
    expect(only(accounts(3), IDLE)).toMatchObject({
      code: 'dead_weight',
      channelIds: [channelId(3)],
      en: expect.stringContaining('Look for a better one'),
    });
    expect(only(accounts(4), [...IDLE, took(3, 900_000)]).en).toContain('Make it a backup');
  });

  test('is not said of a new one, nor of one that was changed within the day', () => {
    const createdAt = inHours(-6 * 24);
    expect(advise(changed(accounts(3), 3, { createdAt }), IDLE)).toEqual([]);
    expect(advise(changed(accounts(3), 3, { updatedAt: inHours(-2) }), IDLE)).toEqual([]);
  });

  test('is not said of a backup, nor of the only way to pay with something', () => {
    expect(codes(changed(accounts(4), 3, { role: 'backup' }), [...IDLE, took(4, 90_000)])).toEqual(
      [],
    );
    const channels = changed(accounts(4), 3, { methods: ['paypal'] });
    const paypal = codes(channels, [...IDLE, took(4, 900_000)]);
    expect(paypal).not.toContain('dead_weight');
  });

  test('does not compare money of different currencies', () => {
    const channels = changed(accounts(4), 3, {
      currency: 'USD',
      dailyCap: money('USD', 5_000_000),
    });
    expect(codes(channels, [...IDLE, took(3, 900), took(4, 900_000)])).toEqual([]);
  });
});

describe('dominated', () => {
  const dear = (n: number, changes: Partial<Channel> = {}) =>
    changed(accounts(3), n, { fee: { rateBasisPoints: 90, fixedMinor: 0 }, ...changes });
  const worse = (rate: number, tries = 100) =>
    took(3, 1_000, {
      methods: [
        ['alipay', tries, tries * rate],
        ['wechat_pay', tries, tries * rate],
      ],
    });
  const others = [took(1, 1_000), took(2, 1_000), took(4, 500)];

  test('is dearer and worse than another for all that it offers', () => {
    expect(only(dear(3), [...others, worse(0.7)])).toMatchObject({
      code: 'dominated',
      channelIds: [channelId(3), channelId(1)],
      en: '"account 3" is dearer and succeeds less often than "account 1" for all that it offers. Look for a better one to take its place.',
    });
  });

  test.each([
    ['it is as cheap', accounts(3), 0.7, 100],
    ['it succeeds as often', dear(3), 0.79, 100],
    ['too little is known of it', dear(3), 0.7, 49],
    [
      'its money is there sooner',
      dear(3).map((it) =>
        it.id === channelId(3) ? it : { ...it, costs: { settlement: { days: 1 } } },
      ),
      0.7,
      100,
    ],
    [
      'only it takes large payments',
      dear(3).map((it) =>
        it.id === channelId(3) ? it : { ...it, maxAmount: money('CNY', 100_000) },
      ),
      0.7,
      100,
    ],
  ])('is not said when %s', (_case, channels, rate, tries) => {
    expect(codes(channels, [...others, worse(rate, tries)])).toEqual([]);
  });

  test('is not said again as dead weight', () => {
    const idle = { ...worse(0.7), perDayMinor: 0 };
    expect(codes(dear(3), [...others, idle])).toEqual(['dominated']);
  });
});

describe('credentials_expiring', () => {
  const ending = (days: number, of = 1) => {
    const expiresAt = new Date(NOW.getTime() + days * 86_400_000);
    const expiries = new Map([
      [
        channelId(of),
        [
          { param: 'credentials.key', expiresAt: new Date('2036-01-01T00:00:00Z') },
          { param: 'credentials.certificate', expiresAt },
        ],
      ],
    ]);
    const advice = advisePortfolio(accounts(3), { snapshot: undefined, expiries, now: NOW });
    said.push(...advice);
    return advice;
  };

  test.each([
    ['a warning thirty days before', 29.5, 'warning', 'in 29 days'],
    ['urgent a week before', 6.5, 'urgent', 'in 6 days'],
    ['urgent once it is over', -3, 'urgent', 'ended at'],
  ])('is %s, about the first that ends', (_case, days, severity, words) => {
    expect(ending(days)).toMatchObject([
      { code: 'credentials_expiring', severity, channelIds: [channelId(1)] },
    ]);
    expect(ending(days)[0]?.en).toContain(words);
    expect(ending(days)[0]?.en).toContain('credentials.certificate');
  });

  test('is not given earlier, nor of channels that take no payments', () => {
    expect(ending(31)).toEqual([]);
    expect(ending(5, 99)).toEqual([]);
  });
});

describe('long_broken', () => {
  const broken = (hours: number) => took(1, 1_000, { openedAt: NOW.getTime() - hours * 3_600_000 });

  test('is urgent after an hour', () => {
    expect(only(accounts(3), [broken(2), ...EVENLY.slice(1)])).toMatchObject({
      code: 'long_broken',
      severity: 'urgent',
      channelIds: [channelId(1)],
    });
    expect(codes(accounts(3), [broken(0.5), ...EVENLY.slice(1)])).toEqual([]);
  });

  test('is not said of a channel that is frozen already', () => {
    const channels = changed(accounts(4), 1, { status: 'frozen' });
    expect(codes(channels, [broken(2), ...EVENLY.slice(1)])).toEqual([]);
  });
});

describe('maintenance', () => {
  const window = (from: number, to: number) => ({ startsAt: inHours(from), endsAt: inHours(to) });

  test('of all channels at once is a gap: urgent when it is now, a warning before', () => {
    const nowGap = accounts(3, { maintenance: [window(-1, 5)] });
    expect(only(nowGap)).toMatchObject({ code: 'maintenance_gap', severity: 'urgent' });
    const channels = accounts(3, { maintenance: [window(30, 40)] });
    const coming = only(changed(channels, 2, { maintenance: [window(36, 38)] }));
    expect(coming).toMatchObject({
      code: 'maintenance_gap',
      severity: 'warning',
      en: expect.stringContaining(`from ${inHours(36)} to ${inHours(38)}`),
    });
  });

  test('of a method’s channels is a gap of the method', () => {
    const channels = accounts(4).map((it, index) =>
      index === 0
        ? it
        : {
            ...it,
            methods: [...it.methods, 'card' as const],
            maintenance: [window(10, 11)],
          },
    );
    expect(only(channels)).toMatchObject({
      code: 'maintenance_gap',
      method: 'card',
      en: expect.stringMatching(/^Nobody can pay by card from/),
    });
  });

  test('one after the other is no gap, nor what is more than a week away', () => {
    const turns = accounts(3).map((it, index) => ({
      ...it,
      maintenance: [window(10 + index, 11 + index)],
    }));
    expect(advise(turns)).toEqual([]);
    expect(advise(accounts(3, { maintenance: [window(24 * 8, 24 * 8 + 1)] }))).toEqual([]);
  });

  test('that ends within two hours is to be tested, and one that is over to be taken off', () => {
    const during = (from: number, to: number) =>
      changed(accounts(3), 2, { maintenance: [window(from, to)] });
    expect(only(during(-3, 1))).toMatchObject({
      code: 'maintenance_ending',
      channelIds: [channelId(2)],
    });
    expect(advise(during(-3, 3))).toEqual([]);
    expect(only(during(-3, -1))).toMatchObject({
      code: 'maintenance_over',
      channelIds: [channelId(2)],
    });
  });
});

describe('figures that nobody filled in', () => {
  test('costs', () => {
    const free = { fee: { rateBasisPoints: 0, fixedMinor: 0 } };
    expect(only(changed(accounts(3), 2, free))).toMatchObject({
      code: 'costs_unknown',
      channelIds: [channelId(2)],
    });
  });

  test.each([
    ['no contract rate', { maxPerSecond: undefined }],
    ['neither a largest amount nor a cap', { dailyCap: undefined }],
  ])('limits: %s', (_case, changes) => {
    expect(only(changed(accounts(3), 1, changes))).toMatchObject({
      code: 'limits_unknown',
      channelIds: [channelId(1)],
    });
    // Backups carry little.
    expect(advise(changed(accounts(3), 4, changes))).toEqual([]);
  });
});

describe('every advice', () => {
  test('is said in both languages, and each code came up', () => {
    expect([...new Set(said.map(({ code }) => code))].sort()).toEqual([...ADVICE_CODES].sort());
    for (const { en, zh } of said) {
      expect(en).toMatch(/^[A-Z0-9"].*\.$/);
      expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(`${en}${zh}`).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }
  });

  test('comes with the most urgent first', () => {
    const severities = advise(accounts(1, { maintenance: [], upstream: 'same' }), [
      took(1, 1_000, { openedAt: NOW.getTime() - 7_200_000 }),
    ]).map(({ severity }) => severity);
    expect(severities[0]).toBe('urgent');
    const rank = ['urgent', 'warning', 'info'];
    expect(severities).toEqual([...severities].sort((a, b) => rank.indexOf(a) - rank.indexOf(b)));
  });
});
