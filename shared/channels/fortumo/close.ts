import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { callbackAddress } from './callback-address.ts';
import { sendToFortumo } from './client.ts';
import type { FortumoContext } from './config.ts';
import { readConsent } from './consent.ts';
import { takeTurn } from './turn.ts';

/**
 * Nothing is charged unless we ask for it: taking the payment's turn away ends it. The charging token is made worthless at
 * Fortumo as well.
 */
export const close = async (
  context: FortumoContext,
  { orderNumber, kept }: PaymentReference,
): Promise<CloseOutcome> => {
  const turn = await takeTurn(context, orderNumber, 'close');
  if (turn.kind === 'taken' && turn.purpose !== 'close')
    return { kind: 'unknown', detail: 'its charge was asked for, and only Fortumo tells of that' };
  const consent = readConsent(kept);
  if (!consent) return { kind: 'closed' };
  const reply = await sendToFortumo(
    context,
    'POST',
    `authorisations/${consent.token}/invalidate/`,
    {
      merchant: context.config.merchantId,
      reason: 'the order needs no payment any more',
      callbacks: [callbackAddress(context, { orderNumber })],
    },
  );
  // Refused: it was worthless already.
  return reply.kind === 'accepted' || reply.kind === 'refused'
    ? { kind: 'closed' }
    : { kind: 'unknown', detail: reply.detail };
};
