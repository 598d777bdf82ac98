import type { HealthSnapshot } from './learning/health-snapshot.ts';
import { RATE_HALF_LIFE_MILLIS } from './learning/learner-state.ts';
import { logitOf } from './model/success-model.ts';
import type { Portfolio } from './portfolio.ts';

/** What a decision may know beside the accounts themselves. Each part may be missing. */
export interface Knowledge {
  readonly snapshot: HealthSnapshot | undefined;
  readonly weights: Float32Array | undefined;
  readonly weightsVersion: number;
  /** Success that shops of all kinds have with a provider and method, by `provider|method`. */
  readonly priors: ReadonlyMap<string, number>;
  /** Attempts of this process that the snapshot does not know yet: load is seen at once, not only when it was learned. */
  readonly own?: readonly OwnAttempt[];
  /** Decide anew as of a past moment: these channels, with this success, and no others. */
  readonly given?: GivenSuccess;
}

/** What is believed of a past payment's channels, as it was logged: success by channel id. */
export type GivenSuccess = ReadonlyMap<string, number>;

export interface OwnAttempt {
  readonly channelId: string;
  readonly at: number;
}

export const NO_KNOWLEDGE: Knowledge = {
  snapshot: undefined,
  weights: undefined,
  weightsVersion: 0,
  priors: new Map(),
};

/** Success assumed where nobody has any experience. */
const DEFAULT_PRIOR = 0.7;

export const priorKey = (provider: string, method: string): string => `${provider}|${method}`;

/** Log odds of success assumed before a merchant's own results are in. */
export const priorLogit = (
  { priors }: Pick<Knowledge, 'priors'>,
  provider: string,
  method: string,
): number => logitOf(priors.get(priorKey(provider, method)) ?? DEFAULT_PRIOR);

/** Health of every channel of a portfolio by its place, in the form decisions read. */
export interface HealthView {
  readonly factors: Float64Array;
  /** 0 closed, 1 open, 2 open and due for a trial; by `trialsFrom` at the decision. */
  readonly openedAt: Float64Array;
  readonly trialsFrom: Float64Array;
  /** 1: a synthetic order was taken since the pause ended. */
  readonly proven: Uint8Array;
  readonly perSecond: Float64Array;
  readonly waitDays: Float64Array;
  /** Factor of a bank by channel, where one is in trouble. */
  readonly issuers: readonly (ReadonlyMap<string, number> | undefined)[];
  /** Tries and successes by method. */
  readonly methods: readonly (ReadonlyMap<string, readonly [number, number]> | undefined)[];
}

/** Longest that money is expected to wait for a payout's minimum. */
const MAX_WAIT_DAYS = 30;

export const viewHealth = (
  { channels }: Portfolio,
  { snapshot, own = [] }: Pick<Knowledge, 'snapshot' | 'own'>,
): HealthView => {
  const count = channels.length;
  const byId = new Map(snapshot?.channels.map((health) => [health.id, health]));
  const healths = channels.map(({ id }) => byId.get(id));
  return {
    factors: Float64Array.from(healths, (health) => health?.factor ?? 1),
    openedAt: Float64Array.from(healths, (health) => health?.openedAt ?? Number.NaN),
    trialsFrom: Float64Array.from(healths, (health) => health?.trialsFrom ?? 0),
    proven: Uint8Array.from(healths, (health) => (health?.proven ? 1 : 0)),
    perSecond: ratesOf(channels, { snapshot, own }),
    waitDays: Float64Array.from({ length: count }, (_, index) => {
      const minimum = channels[index]?.settlementMinimumMinor ?? 0;
      const perDay = healths[index]?.perDayMinor ?? 0;
      return minimum === 0 ? 0 : Math.min(MAX_WAIT_DAYS, minimum / 2 / Math.max(1, perDay));
    }),
    issuers: healths.map((health) =>
      health?.issuers.length ? new Map(health.issuers) : undefined,
    ),
    methods: healths.map(
      (health) =>
        health && new Map(health.methods.map(([method, tries, paid]) => [method, [tries, paid]])),
    ),
  };
};

/** Attempts a second by channel: what the snapshot knew, faded since then, and this process's own later ones. */
const ratesOf = (
  channels: Portfolio['channels'],
  { snapshot, own }: Required<Pick<Knowledge, 'own'>> & Pick<Knowledge, 'snapshot'>,
): Float64Array => {
  const [upTo, takenAt] = [snapshot?.upTo ?? 0, snapshot?.takenAt ?? 0];
  const last = own.at(-1)?.at ?? takenAt;
  const faded = (millis: number): number => 2 ** (-Math.max(0, millis) / RATE_HALF_LIFE_MILLIS);
  const known = faded(last - takenAt);
  const byId = new Map(
    snapshot?.channels.map(({ id, perSecond }) => [id, perSecond * known] as const),
  );
  for (const { channelId, at } of own) {
    if (at <= upTo) continue;
    const added = (faded(last - at) * Math.LN2 * 1_000) / RATE_HALF_LIFE_MILLIS;
    byId.set(channelId, (byId.get(channelId) ?? 0) + added);
  }
  return Float64Array.from(channels, ({ id }) => byId.get(id) ?? 0);
};
