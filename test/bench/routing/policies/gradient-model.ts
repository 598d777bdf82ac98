import type { Attempt, PaymentContext, RouterFactory, WorldFacts } from '../router.ts';
import { uniform } from '../world/random.ts';
import { byScore, eligibleChannels, marginOf } from './eligible-channels.ts';
import { newOpenAttempts } from './open-attempts.ts';

const WEIGHTS = 8_192;
const RATE = 0.02;
const EXPLORATION = 0.02;
const BANDS = [1_000, 3_000, 10_000, 30_000, 100_000];
const LOAD_FROM = 0.85;
const LOAD_HALF_LIFE_MILLIS = 10_000;
const CAP_RAMP = 0.15;
const CAP_PRICE = 0.02;

const place = (kind: number, channel: number, value: number): number => {
  let x = Math.imul(kind * 131 + channel * 7_919 + value * 104_729 + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return (x ^ (x >>> 13)) & (WEIGHTS - 1);
};

const features = (context: PaymentContext, channel: number): number[] => {
  let band = 0;
  while (band < BANDS.length && context.amountMinor > (BANDS[band] ?? 0)) band += 1;
  const risk = context.risk * 2 + (context.returning ? 1 : 0);
  return [
    place(1, channel, 0),
    place(2, channel, context.issuer),
    place(3, channel, context.device),
    place(4, channel, band),
    place(5, channel, context.method),
    place(6, channel, context.region),
    place(7, channel, context.hour >> 2),
    place(8, channel, context.preferred === channel ? 1 : 0),
    place(9, -1, context.issuer),
    place(10, -1, risk),
    place(11, -1, band),
    place(12, -1, context.device * 16 + context.method),
  ];
};

/** Rates of attempts lately, by channel. */
const newRates = (facts: WorldFacts) => {
  const counts = facts.channels.map(() => ({ value: 0, at: 0 }));
  return {
    start: ({ channel, at }: Attempt): void => {
      const count = counts[channel];
      if (!count) return;
      count.value = count.value * 2 ** ((count.at - at) / LOAD_HALF_LIFE_MILLIS) + 1;
      count.at = at;
    },
    share: (channel: number, now: number): number => {
      const { value = 0, at = 0 } = counts[channel] ?? {};
      const perSecond =
        (value * 2 ** ((at - now) / LOAD_HALF_LIFE_MILLIS) * Math.LN2 * 1_000) /
        LOAD_HALF_LIFE_MILLIS;
      return perSecond / (facts.channels[channel]?.contractPerSecond ?? 1);
    },
  };
};

/** Logistic regression by stochastic gradient descent of a constant step; with or without prices for load and caps. */
const gradientModel = (name: string, options: { readonly pricesLoad: boolean }): RouterFactory => ({
  name,
  reserves: false,
  failsOver: true,
  create: (facts, seed) => {
    const weights = new Float64Array(WEIGHTS);
    const rates = newRates(facts);
    const predict = (places: readonly number[]): number => {
      let z = 1;
      for (const at of places) z += weights[at] ?? 0;
      return 1 / (1 + Math.exp(-z));
    };
    const open = newOpenAttempts(({ context, channel }, kind) => {
      const places = features(context, channel);
      const error = (kind === 'paid' ? 1 : 0) - predict(places);
      for (const at of places) weights[at] = (weights[at] ?? 0) + RATE * error;
    });
    return {
      onAttempt: (attempt) => {
        open.start(attempt);
        rates.start(attempt);
      },
      onOutcome: open.end,
      decide: (context, now, tried) => {
        open.passTime(now);
        const places = eligibleChannels(facts, context, now, tried);
        const p: number[] = [];
        const order = byScore(places, (channel) => {
          let success = predict(features(context, channel));
          let price = 0;
          if (options.pricesLoad) {
            const excess = Math.max(0, rates.share(channel, now) - LOAD_FROM);
            success = Math.max(0, success - 0.35 * excess);
            const left =
              facts.capLeftMinor(channel, now) / (facts.channels[channel]?.dailyCapMinor ?? 1);
            price = left < CAP_RAMP ? context.amountMinor * CAP_PRICE * (1 - left / CAP_RAMP) : 0;
          }
          p[channel] = success;
          return (
            success * marginOf(facts, context, channel) -
            (1 - success) * facts.value.failureMinor -
            price
          );
        });
        const u = uniform(seed, 'faults', context.id, 40_000);
        if (order.length > 1 && tried.length === 0 && u < EXPLORATION) {
          const at = Math.floor((u / EXPLORATION) * Math.min(3, order.length));
          order.unshift(...order.splice(at, 1));
        }
        return { order, p, propensity: 1 - EXPLORATION };
      },
    };
  },
});

export const sgdModel = gradientModel('sgd-lr', { pricesLoad: false });
export const sgdModelWithLoad = gradientModel('sgd-lr-load', { pricesLoad: true });
