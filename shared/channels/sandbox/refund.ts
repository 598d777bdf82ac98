import type { RefundOutcome, RefundRequest } from '../channel.ts';
import { type SandboxContext, TEST_MODE_ONLY } from './config.ts';
import { scriptOf } from './scripts.ts';

const SLOW_MILLIS = 30_000;

export const refund = async (
  { mode, now }: SandboxContext,
  { amount, refundAmount, refundNumber, refundCreatedAt }: RefundRequest,
): Promise<RefundOutcome> => {
  if (mode !== 'test') return { kind: 'did_not_happen', reason: TEST_MODE_ONLY };
  const providerReference = `sandbox_${refundNumber}`;
  if (refundAmount.currency !== amount.currency || refundAmount.minor > amount.minor)
    return { kind: 'did_not_happen', reason: 'more than was paid' };
  switch (scriptOf(amount).refund) {
    case 'refused':
      return { kind: 'did_not_happen', reason: 'the sandbox was told to refuse refunds' };
    case 'unanswered':
      return { kind: 'unknown', detail: 'the sandbox was told not to answer' };
    case 'slow':
      return now.getTime() < refundCreatedAt.getTime() + SLOW_MILLIS
        ? { kind: 'pending', providerReference }
        : { kind: 'succeeded', providerReference };
    default:
      return { kind: 'succeeded', providerReference };
  }
};
