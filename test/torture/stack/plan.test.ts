import { describe, expect, it } from 'vitest';
import { drawPlan } from './plan.ts';

const ORDERS = 500;

describe('a plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(drawPlan(7, 60)).toEqual(drawPlan(7, 60));
    expect(drawPlan(8, 60).buyers).not.toEqual(drawPlan(7, 60).buyers);
  });

  it('draws each buyer apart, so that a longer run begins as a shorter one', () => {
    const [long, short] = [drawPlan(7, 400).buyers, drawPlan(7, 80).buyers];
    expect(long.slice(0, 40)).toEqual(short.slice(0, 40));
  });

  it('kills five times at least in 500 orders, mostly while somebody pays, and has every fault there is', () => {
    for (const seed of [1, 2, 3]) {
      const { kills, faults } = drawPlan(seed, ORDERS);
      expect(kills.length).toBeGreaterThanOrEqual(5);
      const paying = kills.filter(({ afterPaymentMillis }) => afterPaymentMillis !== undefined);
      expect(paying.length).toBeGreaterThan(kills.length / 2);
      expect(new Set(faults.map(({ fault }) => fault.name)).size).toBe(17);
    }
  });

  it('has buyers who pay once, twice, late, too little, too much, after a cancellation, and never', () => {
    const { buyers } = drawPlan(1, ORDERS);
    const some = (matches: (payment: (typeof buyers)[number]['payment']) => boolean) =>
      buyers.filter(({ payment }) => matches(payment)).length;
    expect(some(({ where }) => where === 'last')).toBeGreaterThan(200);
    expect(
      buyers.filter(({ payment, methods }) => payment.where === 'everywhere' && methods.length > 1)
        .length,
    ).toBeGreaterThan(10);
    for (const when of ['after the expiry', 'after the cancellation'])
      expect(some((payment) => payment.when === when)).toBeGreaterThan(10);
    expect(some(({ share }) => share < 1)).toBeGreaterThan(10);
    expect(some(({ share }) => share > 1)).toBeGreaterThan(10);
    expect(some(({ where }) => where === 'nowhere')).toBeGreaterThan(40);
  });
});
