import type { PaymentReference, QueryOutcome } from '../channel.ts';
import type { PaypalContext } from './config.ts';
import { query } from './query.ts';

/** Asks for an order that nobody has: only a good client is told that there is none. */
export const test = (context: PaypalContext, unused: PaymentReference): Promise<QueryOutcome> =>
  query(context, { ...unused, providerReference: '0AA00000AA000000A' });
