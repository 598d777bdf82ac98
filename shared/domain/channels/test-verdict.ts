import type { FailureReason } from './failures/failure-reason.ts';

/** What a harmless call told about an account. */
export const TEST_VERDICTS = [
  'works',
  'unreachable',
  'no_answer',
  'credentials_refused',
  'product_not_enabled',
  'account_suspended',
  'provider_maintenance',
  'rate_limited',
  'clock_off',
  'unexpected_answer',
] as const;
export type TestVerdict = (typeof TEST_VERDICTS)[number];

export interface TestEvidence {
  /** How the provider's adapter read the answer. */
  readonly outcome: 'found' | 'not_found' | 'unknown';
  /** The adapter's or the provider's own words. */
  readonly detail: string | undefined;
  /** Why the provider refused to answer, where its adapter knows the words. */
  readonly reason?: FailureReason | undefined;
  /** What happened on the wire; `undefined` when nothing was sent. */
  readonly call: 'response' | 'not_sent' | 'no_answer' | undefined;
  /** The provider's clock minus ours. */
  readonly clockSkewSeconds: number | undefined;
}

/** Beyond this, providers that sign with a time refuse our calls (the strictest known allow five minutes). */
const CLOCK_TOLERANCE_SECONDS = 120;

/** Reasons of adapters that say what is wrong with an account; any other is no verdict on it. */
const BY_REASON: Readonly<Partial<Record<FailureReason, TestVerdict>>> = {
  provider_unreachable: 'unreachable',
  invalid_credentials: 'credentials_refused',
  method_unavailable: 'product_not_enabled',
  account_suspended: 'account_suspended',
  provider_maintenance: 'provider_maintenance',
  rate_limited: 'rate_limited',
};

/** Words with which gateways refuse a key, a signature or an account. */
const REFUSES_CREDENTIALS =
  /签名|验签|密钥|公钥|私钥|商户(号|ID|id)?.{0,4}(不存在|错误|无效|有误|未开通)|\b(sign(ature)?|key|pid|merchant|unauthori[sz]ed|forbidden|credential)\b/i;

/** Words with which gateways refuse the time of a call. */
const REFUSES_TIME = /时间戳|请求已过期|\btime ?stamp\b|\bclock\b/i;

/** Turns what was seen into the most likely cause, the certain ones first. */
export const testVerdict = (evidence: TestEvidence): TestVerdict => {
  const detail = evidence.detail ?? '';
  const known = evidence.reason && BY_REASON[evidence.reason];
  // A call whose time is wrong is refused as if its key were.
  if (known === 'credentials_refused' && REFUSES_TIME.test(detail)) return 'clock_off';
  if (known) return known;
  if (evidence.call === 'not_sent') return 'unreachable';
  if (evidence.call === 'no_answer') return 'no_answer';
  if (evidence.outcome !== 'unknown') return 'works';
  if (REFUSES_TIME.test(detail)) return 'clock_off';
  if (REFUSES_CREDENTIALS.test(detail)) return 'credentials_refused';
  // Many a gateway's clock is wrong without harm: it counts only when nothing else explains the refusal.
  const clockIsOff = Math.abs(evidence.clockSkewSeconds ?? 0) > CLOCK_TOLERANCE_SECONDS;
  if (clockIsOff) return 'clock_off';
  return 'unexpected_answer';
};
