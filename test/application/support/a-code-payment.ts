import type { Sealer } from '#shared/application/ports/sealer.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { later } from '#test/support/builders.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { aTill, openSealer } from './a-till.ts';

/** A payment that waits for the code its buyer was sent, a minute after it was made. */
export const aCodePayment = async (dynamo: Dynamo, changes: Partial<Attempt> = {}) => {
  const till = aTill(dynamo);
  const { order, token } = await till.checkout(await till.sells({ cards: 1 }), {
    contact: 'buyer@example.com',
  });
  const attempt = await till.attempt(order, {
    nextAction: { kind: 'enter_code', sentTo: '138****8000', canResend: true },
    request: {
      buyerIp: '203.0.113.7',
      returnUrl: 'https://pay.example/checkout/tok/return',
      phone: '+8613800138000',
    },
    ...changes,
  });
  till.setNow(later(60));
  const sealer: Sealer = {
    ...openSealer,
    open: async (sealed, context) =>
      context.kind === 'card' ? `secret of ${context.id}` : openSealer.open(sealed, context),
  };
  return {
    till,
    /** The till's, for routes that show the cards. */
    deps: { ...till.deps, sealer },
    order,
    token,
    attempt,
    paid: {
      kind: 'found',
      status: 'succeeded',
      providerStatus: 'OK',
      amount: order.amount,
    } as const,
    wrong: {
      kind: 'not_accepted',
      reason: 'authentication_failed',
      detail: 'wrong code',
    } as const,
    next: {
      kind: 'next',
      nextAction: { kind: 'enter_code', sentTo: '138****8000', canResend: false },
    } as const,
  };
};
