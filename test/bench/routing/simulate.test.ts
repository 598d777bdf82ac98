import { describe, expect, test } from 'vitest';
import { POLICIES, policyNamed } from './policies/policies.ts';
import type { RouterFactory } from './router.ts';
import { parseScenario, ScenarioError } from './scenario/load-scenario.ts';
import { simulate } from './simulate.ts';

const SMALL = parseScenario({ days: 0.5, transactions: 1_500 });

describe('a simulation', () => {
  test.each(POLICIES.map(({ name }) => name))(
    'of %s gives the same digest for the same seed only',
    (name) => {
      const [a, b, c] = [1, 1, 2].map((seed) => simulate(SMALL, seed, policyNamed(name)).digest);
      expect(b).toBe(a);
      expect(c).not.toBe(a);
    },
  );

  test.each(POLICIES.map(({ name }) => name).filter((name) => name !== 'static-priority'))(
    '%s breaks no hard limit',
    (name) => {
      expect(simulate(SMALL, 3, policyNamed(name)).tally.summary().violations).toEqual({});
    },
  );

  /** Sends every payment to one channel, whatever it is. */
  const stubborn = (channel: number): RouterFactory => ({
    name: 'stubborn',
    reserves: false,
    failsOver: true,
    create: () => ({
      decide: () => ({ order: [channel], p: [], propensity: 1 }),
      onAttempt: () => {},
      onOutcome: () => {},
    }),
  });

  test('catches a router that breaks limits', () => {
    const scenario = parseScenario({
      days: 0.5,
      transactions: 3_000,
      channels: [
        {
          name: 'narrow',
          methods: ['alipay'],
          min: 20,
          max: 200,
          daily_cap: 5_000,
          max_risk: 'low',
          issuer_max: { icbc: 50 },
          maintenance: [{ start_hour: 6, hours: 1 }],
        },
      ],
    });
    const { violations } = simulate(scenario, 1, stubborn(0)).tally.summary();
    expect(Object.keys(violations).sort()).toEqual([
      'amount',
      'daily_cap',
      'issuer_limit',
      'maintenance',
      'method',
      'risk',
      'tried',
      'upstream',
    ]);
  });

  test('a shop with a single channel that breaks goes on offering it', () => {
    const scenario = parseScenario({
      days: 0.3,
      transactions: 600,
      method_shares: [1, 0, 0, 0],
      channels: [{ name: 'only', methods: ['alipay'] }],
      incidents: [{ kind: 'hard', channel: 'only', start_hour: 2, minutes: 60 }],
    });
    const { tally } = simulate(scenario, 5, policyNamed('arteria'));
    expect(tally.series().at.length).toBe(600);
  });
});

describe('a scenario', () => {
  test.each<[unknown, RegExp]>([
    [{ transaction: 5 }, /"transaction"/],
    [{ effects: { issuers: 1 } }, /"effects.issuers"/],
    [{ channels: [{ name: 'a', methods: ['cash'] }] }, /"channels.0.methods": no method cash/],
    [{ method_shares: [1] }, /"method_shares"/],
    [
      { incidents: [{ kind: 'hard', channel: 'nobody', start_hour: 1, minutes: 1 }] },
      /"incidents.0.channel"/,
    ],
    [
      { incidents: [{ kind: 'war', channel: 'card', start_hour: 1, minutes: 1 }] },
      /"incidents.0.kind"/,
    ],
    [7, /"content"/],
  ])('%j is refused with the field', (content, message) => {
    expect(() => parseScenario(content)).toThrow(ScenarioError);
    expect(() => parseScenario(content)).toThrow(message);
  });

  test('changes what it names, and nothing else', () => {
    const changed = parseScenario({ drift: { tau_hours: 1 } });
    expect(changed.drift).toEqual({ ...SMALL.drift, tau_hours: 1 });
    expect(changed.effects).toEqual(SMALL.effects);
  });
});
