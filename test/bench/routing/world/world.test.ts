import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScenario } from '../scenario/load-scenario.ts';
import { Agenda } from './agenda.ts';
import { newCaps } from './caps.ts';
import { type Condition, incidentsOf, indexIncidents } from './incidents.ts';
import { normal, uniform } from './random.ts';
import { newWorld, STARTS_AT } from './world.ts';

describe('luck', () => {
  test('is uniform: 16 bins of 160,000 numbers hold what chance allows', () => {
    const bins = new Array<number>(16).fill(0);
    for (let index = 0; index < 160_000; index += 1) {
      const bin = Math.floor(16 * uniform(7, 'outcome', index, index % 8));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // 15 degrees of freedom: above 44 once in ten thousand times.
    expect(chiSquare).toBeLessThan(44);
  });

  test('of one stream says nothing about another, or the next counter', () => {
    let [cross, next] = [0, 0];
    const count = 50_000;
    for (let index = 0; index < count; index += 1) {
      const centred = uniform(7, 'outcome', index) - 0.5;
      cross += centred * (uniform(7, 'delay', index) - 0.5);
      next += centred * (uniform(7, 'outcome', index + 1) - 0.5);
    }
    // Standard deviation of such a mean is (1/12) / √count.
    expect(Math.abs(cross / count)).toBeLessThan(0.0023);
    expect(Math.abs(next / count)).toBeLessThan(0.0023);
  });

  test('normal numbers have mean 0 and variance 1', () => {
    const values = Array.from({ length: 50_000 }, (_, index) => normal(3, 'drift', index));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });
});

test('an agenda gives events by time, then in the order they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const agenda = new Agenda<number>();
      for (const [index, at] of times.entries()) agenda.add(at, index);
      const taken = times.map(() => agenda.take());
      const sorted = times
        .map((at, index) => ({ at, index }))
        .sort((a, b) => a.at - b.at || a.index - b.index);
      expect(taken).toEqual(sorted.map(({ index }) => index));
    }),
  );
});

test('a reservation goes back to the day it was made on', () => {
  const { facts } = newWorld(parseScenario({}), 1);
  const caps = newCaps(facts.channels, STARTS_AT);
  const [evening, morning] = [STARTS_AT + 23 * 3_600_000, STARTS_AT + 25 * 3_600_000];
  const cap = facts.channels[0]?.dailyCapMinor ?? 0;
  const day = caps.take(0, evening, 500);
  expect(caps.leftMinor(0, evening)).toBe(cap - 500);
  expect(caps.leftMinor(0, morning)).toBe(cap);
  caps.giveBack(0, day, 500);
  expect(caps.leftMinor(0, evening)).toBe(cap);
});

test.each([
  ['hard', { factor: 0.02, refusal: 0.95, silent: false }],
  ['silent', { factor: 0.02, refusal: 0, silent: true }],
  ['brownout', { factor: 0.5, refusal: 0, silent: false }],
  ['issuer', { factor: 0.5, refusal: 0, silent: false }],
] as const)(
  'an incident of kind %s changes the channel while it lasts, and then no more',
  (kind, expected) => {
    const scenario = parseScenario({
      incident_rates: {
        hard: 0,
        silent: 0,
        brownout: 0,
        issuer: 0,
        gradual: 0,
        flapping: 0,
        correlated: 0,
      },
      incidents: [{ kind, channel: 'card', start_hour: 2, minutes: 30, drop: 0.5, issuer: 'ccb' }],
    });
    const conditionAt = indexIncidents(
      incidentsOf(scenario, 1, STARTS_AT),
      scenario.channels.length,
      STARTS_AT,
    );
    const card = scenario.channels.findIndex(({ name }) => name === 'card');
    const ccb = scenario.issuers.indexOf('ccb');
    const at = (minutes: number, issuer = ccb): Condition => ({
      ...conditionAt(card, issuer, STARTS_AT + minutes * 60_000, {
        factor: 0,
        refusal: 0,
        silent: false,
      }),
    });
    const well = { factor: 1, refusal: 0, silent: false };
    expect(at(119)).toEqual(well);
    expect(at(121)).toEqual(expected);
    expect(at(151)).toEqual(well);
    if (kind === 'issuer') expect(at(121, 0)).toEqual(well);
  },
);
