import type { PaymentReference, QueryOutcome } from '../channel.ts';
import type { CamaraContext } from './config.ts';
import { query } from './query.ts';

/** Lists the payments of a moment: a token is needed, and nobody is charged. */
export const test = async (
  context: CamaraContext,
  { providerReference: _, ...unused }: PaymentReference,
): Promise<QueryOutcome> => query(context, unused);
