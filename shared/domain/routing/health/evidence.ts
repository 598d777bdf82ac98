import { type DelayHistogram, reportedBy } from './delay.ts';
import { FACTORS, LEVEL_COUNT, LEVELS, STATIONARY } from './levels.ts';

/** After so long an attempt that nobody reported counts as not paid. */
export const TIMEOUT_MILLIS = 300_000;

/**
 * Speed at which the world changes: with this rate a level is drawn anew from the stationary ones. A believed outage
 * is therefore forgotten within about ten minutes without news, which is how a channel comes back by itself.
 */
const CHANGE_PER_MILLI = 1 / 600_000;

/** No single attempt may prove more than this, in nats: models are never that right. */
const MAX_NATS = 5;
/** Nats are summed as integers of this fraction, so that a sum does not depend on its order. */
const NAT_FRACTION = 65_536;

const REFUSED = Float64Array.from(LEVELS, ({ refusal }) => Math.log(refusal));
const TAKEN = Float64Array.from(LEVELS, ({ refusal }) => Math.log(1 - refusal));

/**
 * What attempts say about the level of a channel, or of a channel with one bank. Attempts are credited to the bucket
 * of their start, by addition of integers: the order in which results arrive does not matter. Buckets older than the
 * time-out hold nothing open and are folded into the belief.
 *
 * This is the forward filter of a hidden Markov model (Rabiner, "A tutorial on hidden Markov models", 1989) whose
 * observations may still be on their way.
 */
export interface Evidence {
  readonly bucketMillis: number;
  /** Number (time / bucketMillis) of the oldest bucket in the ring. */
  first: number;
  /** Probability of each level at the start of the oldest bucket. */
  readonly belief: Float64Array;
  /** Log likelihood of what is decided, by bucket and level. */
  readonly decided: Float64Array;
  /** Open attempts and their expected successes (millionths), by bucket. */
  readonly openCount: Int32Array;
  readonly openExpected: Float64Array;
}

export const newEvidence = (bucketMillis: number, now: number): Evidence => {
  const buckets = Math.ceil(TIMEOUT_MILLIS / bucketMillis) + 1;
  return {
    bucketMillis,
    first: Math.floor(now / bucketMillis) - buckets + 1,
    belief: STATIONARY.slice(),
    decided: new Float64Array(buckets * LEVEL_COUNT),
    openCount: new Int32Array(buckets),
    openExpected: new Float64Array(buckets),
  };
};

export const copyEvidence = (evidence: Evidence): Evidence => ({
  ...evidence,
  belief: evidence.belief.slice(),
  decided: evidence.decided.slice(),
  openCount: evidence.openCount.slice(),
  openExpected: evidence.openExpected.slice(),
});

const MILLIONTHS = 1_000_000;

/** An attempt was accepted at `startedAt` and is expected to succeed with probability p. */
export const noteOpen = (evidence: Evidence, startedAt: number, p: number, by: 1 | -1): void => {
  const slot = slotOf(evidence, startedAt);
  if (slot < 0) return;
  evidence.openCount[slot] = (evidence.openCount[slot] ?? 0) + by;
  evidence.openExpected[slot] =
    (evidence.openExpected[slot] ?? 0) + by * Math.round(p * MILLIONTHS);
};

export type EvidenceOf = 'paid' | 'not_paid' | 'refused' | 'taken';

/** What one attempt that started at `startedAt` has shown. Older than the time-out: nothing any more. */
export const noteDecided = (
  evidence: Evidence,
  startedAt: number,
  p: number,
  shown: EvidenceOf,
): void => {
  const slot = slotOf(evidence, startedAt);
  if (slot < 0) return;
  for (let level = 0; level < LEVEL_COUNT; level += 1) {
    const at = slot * LEVEL_COUNT + level;
    const nats = Math.max(-MAX_NATS, natsOf(shown, p, level));
    evidence.decided[at] = (evidence.decided[at] ?? 0) + Math.round(nats * NAT_FRACTION);
  }
};

const natsOf = (shown: EvidenceOf, p: number, level: number): number => {
  switch (shown) {
    case 'paid':
      return Math.log(FACTORS[level] ?? 1);
    case 'not_paid':
      return Math.log(1 - p * (FACTORS[level] ?? 1));
    case 'refused':
      return REFUSED[level] ?? 0;
    case 'taken':
      return TAKEN[level] ?? 0;
  }
};

/** The place of a start in the ring, which moves on when the start is later than it reaches; -1 for an older one. */
const slotOf = (evidence: Evidence, at: number): number => {
  const bucket = Math.floor(at / evidence.bucketMillis);
  const buckets = evidence.openCount.length;
  if (bucket >= evidence.first + buckets) advanceEvidence(evidence, at);
  return bucket < evidence.first ? -1 : bucket % buckets;
};

/** Moves the ring so that it reaches to `now`; what falls out of it is folded into the belief. */
export const advanceEvidence = (evidence: Evidence, now: number): void => {
  const { bucketMillis, belief, decided, openCount, openExpected } = evidence;
  const buckets = openCount.length;
  const wanted = Math.floor(now / bucketMillis) - buckets + 1;
  let swept = 0;
  while (evidence.first < wanted) {
    const slot = evidence.first % buckets;
    if (!isBucketEmpty(evidence, slot)) applyBucket(evidence, belief, slot, 0);
    decided.fill(0, slot * LEVEL_COUNT, (slot + 1) * LEVEL_COUNT);
    openCount[slot] = 0;
    openExpected[slot] = 0;
    const moved = relax(belief, bucketMillis);
    evidence.first += 1;
    swept += 1;
    // Hours without an attempt change nothing more once the belief has come to rest. Always bucket by bucket until
    // then: two steps of time must give the very numbers of one.
    if (!moved && swept >= buckets) evidence.first = Math.max(evidence.first, wanted);
  }
};

/** Draws the belief towards the stationary one, as time does. Tells whether anything changed. */
const relax = (belief: Float64Array, millis: number): boolean => {
  const kept = Math.exp(-millis * CHANGE_PER_MILLI);
  let moved = false;
  for (let level = 0; level < LEVEL_COUNT; level += 1) {
    const rest = STATIONARY[level] ?? 0;
    const before = belief[level] ?? 0;
    const after = rest + (before - rest) * kept;
    moved ||= after !== before;
    belief[level] = after;
  }
  return moved;
};

const nats = new Float64Array(LEVEL_COUNT);

/** Multiplies a belief by the likelihood of a bucket, of whose successes a share would have been `reported` by now. */
const applyBucket = (
  { decided, openCount, openExpected }: Evidence,
  belief: Float64Array,
  slot: number,
  reported: number,
): void => {
  const open = openCount[slot] ?? 0;
  const p = open > 0 ? ((openExpected[slot] ?? 0) / open / MILLIONTHS) * reported : 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let level = 0; level < LEVEL_COUNT; level += 1) {
    const known = (decided[slot * LEVEL_COUNT + level] ?? 0) / NAT_FRACTION;
    const total = p > 0 ? known + open * Math.log(1 - p * (FACTORS[level] ?? 1)) : known;
    nats[level] = total;
    if (total > largest) largest = total;
  }
  let sum = 0;
  for (let level = 0; level < LEVEL_COUNT; level += 1) {
    const weight = Math.max(1e-9, (belief[level] ?? 0) * Math.exp((nats[level] ?? 0) - largest));
    belief[level] = weight;
    sum += weight;
  }
  for (let level = 0; level < LEVEL_COUNT; level += 1) belief[level] = (belief[level] ?? 0) / sum;
};

const isBucketEmpty = ({ decided, openCount }: Evidence, slot: number): boolean =>
  (openCount[slot] ?? 0) === 0 &&
  (decided[slot * LEVEL_COUNT] ?? 0) === 0 &&
  (decided[slot * LEVEL_COUNT + LEVEL_COUNT - 1] ?? 0) === 0;

/** Writes the probability of each level at `now` into `result`, given all evidence and what is still open. */
export const believe = (
  evidence: Evidence,
  delays: DelayHistogram,
  now: number,
  result: Float64Array,
): void => {
  const { bucketMillis, first, openCount, belief } = evidence;
  const buckets = openCount.length;
  result.set(belief);
  let from = first * bucketMillis;
  for (let offset = 0; offset < buckets; offset += 1) {
    const startsAt = (first + offset) * bucketMillis;
    if (startsAt > now) break;
    const slot = (first + offset) % buckets;
    if (isBucketEmpty(evidence, slot)) continue;
    if (startsAt > from) relax(result, startsAt - from);
    from = startsAt;
    const age = (now - startsAt - bucketMillis / 2) / 1000;
    applyBucket(evidence, result, slot, (openCount[slot] ?? 0) > 0 ? reportedBy(delays, age) : 0);
  }
  if (now > from) relax(result, now - from);
};
