import type { PaymentContext, WorldFacts } from '../router.ts';
import type { Scenario } from '../scenario/scenario-schema.ts';
import type { Violation } from '../world/audit.ts';
import { newCalibration } from './calibration.ts';

export type Tally = ReturnType<typeof newTally>;

interface Started {
  readonly context: PaymentContext;
  readonly channel: number;
  readonly now: number;
  /** True success probability at the start. */
  readonly truth: number;
  /** The first try of its payment. */
  readonly first: boolean;
  readonly dead: boolean;
  readonly overloaded: boolean;
}

interface Ended {
  readonly context: PaymentContext;
  readonly channel: number;
  /** What the router predicted; NaN when it predicts nothing. */
  readonly p: number;
  readonly paid: boolean;
  readonly first: boolean;
}

/** Counts what happens in one run. Money in minor units. */
export const newTally = (facts: WorldFacts, { transactions }: Scenario) => {
  const paid = new Uint8Array(transactions);
  const violated = new Map<Violation, number>();
  const calibration = newCalibration();
  /** First choices, in the order of time. */
  const firstAt = new Float64Array(transactions);
  const firstChannel = new Int16Array(transactions).fill(-1);
  const firstPaid = new Uint8Array(transactions);
  const firstMethod = new Uint8Array(transactions);
  let firsts = 0;
  let attempts = 0;
  let dead = 0;
  let overloaded = 0;
  let paidFirst = 0;
  let paidCount = 0;
  let earned = 0;
  let feesMinor = 0;
  let paidMinor = 0;
  let costMinor = 0;
  let firstTruth = 0;
  const firstsByChannel = new Float64Array(facts.channels.length);

  const costOf = (channel: number, amountMinor: number) => {
    const { feeBasisPoints, feeFixedMinor, hiddenBasisPoints, settlementDays } = facts.channels[
      channel
    ] as WorldFacts['channels'][number];
    const fee = (amountMinor * feeBasisPoints) / 10_000 + feeFixedMinor;
    const hidden = (amountMinor * hiddenBasisPoints) / 10_000;
    const capital = (amountMinor * settlementDays * facts.value.capitalBasisPointsPerDay) / 10_000;
    return { fee, all: fee + hidden + capital };
  };

  return {
    violations: (found: readonly Violation[]): void => {
      for (const kind of found) violated.set(kind, (violated.get(kind) ?? 0) + 1);
    },
    attempt: (started: Started): void => {
      attempts += 1;
      if (started.dead) dead += 1;
      if (started.overloaded) overloaded += 1;
      if (!started.first) return;
      firstAt[firsts] = started.now;
      firstChannel[firsts] = started.channel;
      firstMethod[firsts] = started.context.method;
      firsts += 1;
      firstTruth += started.truth;
      firstsByChannel[started.channel] = (firstsByChannel[started.channel] ?? 0) + 1;
    },
    ended: ({ context, channel, p, paid: isPaid, first }: Ended): void => {
      if (!Number.isNaN(p)) calibration.add(p, isPaid);
      if (!isPaid) return;
      paid[context.id] = 1;
      paidCount += 1;
      if (first) {
        paidFirst += 1;
        firstPaid[firsts - 1] = 1;
      }
      const { fee, all } = costOf(channel, context.amountMinor);
      const { marginBasisPoints, loyaltyMinor } = facts.value;
      earned += (context.amountMinor * marginBasisPoints) / 10_000 + loyaltyMinor - all;
      feesMinor += fee;
      costMinor += all;
      paidMinor += context.amountMinor;
    },
    isPaid: ({ id }: PaymentContext): boolean => paid[id] === 1,
    decisions: (): number => attempts,
    /** First choices as series, for the times to divert and to return, and for charts. */
    series: () => ({
      at: firstAt.subarray(0, firsts),
      channel: firstChannel.subarray(0, firsts),
      paid: firstPaid.subarray(0, firsts),
      method: firstMethod.subarray(0, firsts),
    }),
    summary: () => ({
      payments: transactions,
      attempts,
      firstSuccess: paidFirst / transactions,
      finalSuccess: paidCount / transactions,
      profitMinor:
        earned -
        attempts * facts.value.attemptMinor -
        (transactions - paidCount) * facts.value.failureMinor,
      costPerSuccessMinor: costMinor / Math.max(1, paidCount),
      feeBasisPoints: (10_000 * feesMinor) / Math.max(1, paidMinor),
      deadShare: dead / Math.max(1, attempts),
      overloadShare: overloaded / Math.max(1, attempts),
      expectedFirstSuccess: firstTruth / Math.max(1, firsts),
      shares: [...firstsByChannel].map((count) => count / Math.max(1, firsts)),
      violations: Object.fromEntries(violated),
      ...calibration.summary(),
    }),
  };
};
