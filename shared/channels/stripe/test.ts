import type { PaymentReference, QueryOutcome } from '../channel.ts';
import type { StripeContext } from './config.ts';
import { query } from './query.ts';

/** Asks for an intent that nobody has: only a good key is told that there is none. */
export const test = (context: StripeContext, unused: PaymentReference): Promise<QueryOutcome> =>
  query(context, { ...unused, providerReference: `pi_${unused.orderNumber}` });
