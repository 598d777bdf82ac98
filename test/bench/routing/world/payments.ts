import type { PaymentContext } from '../router.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import { normal, uniform } from './random.ts';

const HOUR = 3_600_000;

/** The place of a uniform number among shares. */
const pick = (shares: readonly number[], u: number): number => {
  const total = shares.reduce((sum, share) => sum + share, 0);
  let rest = u * total;
  for (let index = 0; index < shares.length; index += 1) {
    rest -= shares[index] ?? 0;
    if (rest < 0) return index;
  }
  return shares.length - 1;
};

/** Every payment of a scenario, by time: the same for every policy. */
export const paymentsOf = (
  scenario: Scenario,
  seed: number,
  startsAt: number,
): PaymentContext[] => {
  const { transactions, days, hour_shape, channels, issuers, devices, regions } = scenario;
  const hourly = Array.from(
    { length: Math.ceil(days * 24) },
    (_, hour) => (hour_shape[hour % 24] ?? 0) * Math.min(1, days * 24 - hour),
  );
  const times = Float64Array.from({ length: transactions }, (_, id) => {
    const u = uniform(seed, 'arrival', id);
    const hour = pick(hourly, u);
    return startsAt + (hour + uniform(seed, 'arrival', id, 1)) * HOUR;
  }).sort();
  // Banks and regions differ in size: the first is the largest.
  const sizes = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => 1 / (index + 2));
  const [issuerSizes, deviceSizes, regionSizes] = [issuers, devices, regions].map((list) =>
    sizes(list.length),
  ) as [number[], number[], number[]];
  return Array.from({ length: transactions }, (_, id) => {
    const at = Math.min(times[id] ?? 0, startsAt + days * 24 * HOUR - 1);
    const method = pick(scenario.method_shares, uniform(seed, 'method', id));
    const amount = Math.min(
      scenario.amount.max,
      scenario.amount.median * Math.exp(scenario.amount.sigma * normal(seed, 'amount', id)),
    );
    const returning = uniform(seed, 'returning', id) < scenario.returning_share;
    const liked = Math.floor(uniform(seed, 'preferred', id) * channels.length);
    const offers = channels[liked]?.methods.includes(scenario.methods[method] ?? '') === true;
    return {
      id,
      at: Math.floor(at),
      amountMinor: Math.max(1, Math.round(amount * 100)),
      method,
      issuer: pick(issuerSizes, uniform(seed, 'issuer', id)),
      device: pick(deviceSizes, uniform(seed, 'device', id)),
      region: pick(regionSizes, uniform(seed, 'region', id)),
      hour: Math.floor((at - startsAt) / HOUR) % 24,
      risk: pick(scenario.risk_shares, uniform(seed, 'risk', id)) as 0 | 1 | 2,
      returning,
      preferred: returning && offers ? liked : -1,
    };
  });
};
