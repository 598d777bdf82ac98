import type { CloseOutcome, PaymentReference } from '../channel.ts';
import type { SandboxContext } from './config.ts';
import { query } from './query.ts';

/** Closes what is not paid. A late payment comes all the same: that is what its amount is for. */
export const close = async (
  context: SandboxContext,
  payment: PaymentReference,
): Promise<CloseOutcome> => {
  const outcome = await query(context, payment);
  return outcome.kind === 'found' && outcome.status === 'succeeded'
    ? { kind: 'already_paid' }
    : { kind: 'closed' };
};
