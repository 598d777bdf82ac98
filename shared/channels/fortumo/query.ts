import type { PaymentReference, QueryOutcome } from '../channel.ts';
import type { FortumoContext } from './config.ts';
import { readConsent } from './consent.ts';
import { lastTurn } from './turn.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/** Fortumo cannot be asked: what its callbacks have told so far is all that is known, and of a charge only they tell. */
export const query = async (
  context: FortumoContext,
  { orderNumber, kept }: PaymentReference,
): Promise<QueryOutcome> => {
  const consent = readConsent(kept);
  if (!consent) return unknown('Fortumo has told nothing about this payment yet');
  const turn = consent.state === 'charging' ? 'charge' : await lastTurn(context, orderNumber);
  if (turn === 'charge')
    return unknown('its charge was asked for, and Fortumo tells the result by callback only');
  switch (consent.state) {
    case 'verified':
      return {
        kind: 'found',
        status: 'pending',
        providerStatus: 'verified',
        // One that was closed is charged no more.
        ...(turn === 'close' ? {} : { awaitsApprovedStep: true }),
      };
    case 'failed':
      return {
        kind: 'found',
        status: 'failed',
        providerStatus: 'failed',
        failureReason: 'authentication_failed',
      };
    case 'invalidated':
      return { kind: 'found', status: 'closed', providerStatus: 'invalidated' };
    default:
      return { kind: 'found', status: 'pending', providerStatus: 'pending' };
  }
};
