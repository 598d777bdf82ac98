import { createHash } from 'node:crypto';
import { newTally, type Tally } from './metrics/tally.ts';
import {
  type Decision,
  type FailedTry,
  type Outcome,
  type PaymentContext,
  type RouterFactory,
  TIMEOUT_MILLIS,
} from './router.ts';
import type { Scenario } from './scenario/scenario-schema.ts';
import { Agenda } from './world/agenda.ts';
import { auditAttempt } from './world/audit.ts';
import { type Condition, isDead } from './world/incidents.ts';
import { paymentsOf } from './world/payments.ts';
import { normal, uniform } from './world/random.ts';
import { newWorld, STARTS_AT } from './world/world.ts';

export interface Simulated {
  readonly tally: Tally;
  /** SHA-256 over every choice and its result: the same for the same policy, scenario and seed. */
  readonly digest: string;
  readonly microsPerDecision: number;
  readonly incidents: ReturnType<typeof newWorld>['incidents'];
}

type Event =
  | {
      readonly kind: 'payment';
      readonly context: PaymentContext;
      readonly tried: readonly FailedTry[];
    }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | {
      readonly kind: 'release';
      readonly channel: number;
      readonly day: number;
      readonly amountMinor: number;
    };

/** Looks on while a policy is simulated, and may know the truth. */
export interface Observer {
  firstTry(tried: {
    readonly context: PaymentContext;
    readonly decision: Decision;
    readonly channel: number;
    readonly paid: boolean;
    /** True success of any channel at that moment. */
    readonly truthOf: (channel: number) => number;
  }): void;
}

/**
 * Sends every payment of a scenario through a policy, on a virtual clock. What a buyer does on a channel is drawn from
 * counters of the payment and the channel, so that it does not depend on the policy.
 */
export const simulate = (
  scenario: Scenario,
  seed: number,
  factory: RouterFactory,
  observer?: Observer,
): Simulated => {
  const world = newWorld(scenario, seed);
  const { facts, loads, caps } = world;
  const router = factory.create(facts, seed, { successProbability: world.successProbability });
  const tally = newTally(facts, scenario);
  const hash = createHash('sha256');
  const agenda = new Agenda<Event>();
  const condition: Condition = { factor: 1, refusal: 0, silent: false };
  let attemptId = 0;
  let nanos = 0n;

  const payments = paymentsOf(scenario, seed, STARTS_AT);
  let next = 0;

  /** Probability that a call is refused at once. */
  const refusalOf = (context: PaymentContext, channel: number, now: number): number => {
    const { refusal } = world.conditionAt(channel, context.issuer, now, condition);
    return scenario.refusal_share + (1 - scenario.refusal_share) * refusal;
  };

  /** Probability that an attempt is not refused and is paid. */
  const paidProbability = (context: PaymentContext, channel: number, now: number): number =>
    (1 - refusalOf(context, channel, now)) * world.successProbability(context, channel, now);

  /** One try: what the buyer and the provider do is decided here, and reported later. */
  const attempt = (
    context: PaymentContext,
    {
      channel,
      now,
      decision,
      tried,
    }: { channel: number; now: number; decision: Decision; tried: readonly FailedTry[] },
  ): 'waiting' | 'sync_error' => {
    const first = tried.length === 0;
    attemptId += 1;
    const id = attemptId;
    tally.violations(
      auditAttempt(context, channel, {
        channels: facts.channels,
        capLeftMinor: caps.leftMinor(channel, now),
        now,
        tried,
      }),
    );
    world.conditionAt(channel, context.issuer, now, condition);
    const { refusal, silent } = condition;
    const truth = world.successProbability(context, channel, now);
    tally.attempt({
      context,
      channel,
      now,
      truth,
      first,
      dead: isDead(condition),
      overloaded: loads.share(channel, now) > 1,
    });
    const truths =
      observer && first
        ? facts.channels.map((_, place) => paidProbability(context, place, now))
        : [];
    loads.start(channel, now);
    const day = caps.take(channel, now, context.amountMinor);
    router.onAttempt({ id, context, channel, at: now });
    const refused =
      uniform(seed, 'refusal', context.id, channel) <
      scenario.refusal_share + (1 - scenario.refusal_share) * refusal;
    const paid = !refused && uniform(seed, 'outcome', context.id, channel) < truth;
    tally.ended({ context, channel, p: decision.p[channel] ?? Number.NaN, paid, first });
    if (first)
      observer?.firstTry({
        context,
        decision,
        channel,
        paid,
        truthOf: (place) => truths[place] ?? 0,
      });
    hash.update(`${context.id},${channel},${refused ? 'r' : paid ? 'p' : 'f'};`);
    if (refused) {
      caps.giveBack(channel, day, context.amountMinor);
      report({ attemptId: id, at: now + 200, kind: 'sync_error' }, context.id, channel);
      return 'sync_error';
    }
    const { feedback } = scenario;
    const z = normal(seed, 'delay', context.id, channel);
    if (paid) {
      const seconds = Math.min(
        299,
        Math.max(5, feedback.success_median_seconds * Math.exp(feedback.success_sigma * z)),
      );
      report(
        { attemptId: id, at: now + Math.round(seconds * 1_000), kind: 'paid' },
        context.id,
        channel,
      );
      return 'waiting';
    }
    if (silent || uniform(seed, 'silence', context.id, channel) < feedback.abandoned_share) {
      agenda.add(now + TIMEOUT_MILLIS, {
        kind: 'release',
        channel,
        day,
        amountMinor: context.amountMinor,
      });
      return 'waiting';
    }
    const seconds = Math.min(
      299,
      Math.max(5, feedback.decline_median_seconds * Math.exp(feedback.success_sigma * z)),
    );
    const at = now + Math.round(seconds * 1_000);
    agenda.add(at, { kind: 'release', channel, day, amountMinor: context.amountMinor });
    report({ attemptId: id, at, kind: 'declined' }, context.id, channel);
    if (
      tried.length + 1 < scenario.failover.max_tries &&
      factory.failsOver &&
      uniform(seed, 'retry', context.id, tried.length) < scenario.failover.retry_after_decline
    ) {
      agenda.add(at + 5_000, {
        kind: 'payment',
        context,
        tried: [...tried, { channel, kind: 'declined' }],
      });
    }
    return 'waiting';
  };

  /** Lets the router hear of it: late, twice or much later, as the scenario says. */
  const report = (outcome: Outcome, payment: number, channel: number): void => {
    const { lag_seconds, duplicate_share, late_share, late_seconds } = scenario.feedback;
    const u = uniform(seed, 'faults', payment, 2 * channel);
    const late =
      u < late_share ? late_seconds * uniform(seed, 'faults', payment, 2 * channel + 1) : 0;
    const heardAt = outcome.at + (lag_seconds + late) * 1_000;
    agenda.add(heardAt, { kind: 'outcome', outcome });
    if (u > 1 - duplicate_share) agenda.add(heardAt + 7_000, { kind: 'outcome', outcome });
  };

  const pay = (context: PaymentContext, now: number, earlier: readonly FailedTry[]): void => {
    let tried = earlier;
    for (;;) {
      const before = process.hrtime.bigint();
      const decision = router.decide(context, now, tried);
      nanos += process.hrtime.bigint() - before;
      const channel = decision.order.find(
        (place) => !factory.reserves || context.amountMinor <= caps.leftMinor(place, now),
      );
      if (channel === undefined) return;
      const outcome = attempt(context, { channel, now, decision, tried });
      if (outcome === 'waiting') return;
      if (!factory.failsOver || tried.length + 1 >= scenario.failover.max_tries) return;
      if (uniform(seed, 'patience', context.id, tried.length) >= scenario.failover.patience) return;
      tried = [...tried, { channel, kind: 'sync_error' }];
    }
  };

  for (;;) {
    const arrivesAt = payments[next]?.at ?? Number.POSITIVE_INFINITY;
    const due = agenda.nextAt();
    if (arrivesAt === Number.POSITIVE_INFINITY && due === Number.POSITIVE_INFINITY) break;
    if (arrivesAt < due) {
      const context = payments[next] as PaymentContext;
      next += 1;
      pay(context, context.at, []);
      continue;
    }
    const event = agenda.take();
    if (event.kind === 'outcome') router.onOutcome(event.outcome);
    else if (event.kind === 'release') caps.giveBack(event.channel, event.day, event.amountMinor);
    else if (!tally.isPaid(event.context)) pay(event.context, due, event.tried);
  }
  return {
    tally,
    digest: hash.digest('hex').slice(0, 16),
    microsPerDecision: Number(nanos) / 1_000 / Math.max(1, tally.decisions()),
    incidents: world.incidents,
  };
};
