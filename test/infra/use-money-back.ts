import { expect } from 'vitest';
import { readPaymentPolicies, updatePaymentPolicies } from '#shared/contract/api/merchants.ts';
import { resolveOrder } from '#shared/contract/api/orders.ts';
import {
  createRefund,
  listRefunds,
  readRefund,
  redirectRefund,
  resolveRefund,
} from '#shared/contract/api/refunds.ts';
import type { Client } from '#shared/contract/client/client.ts';
import {
  anOrder,
  aProductWith,
  eventually,
  payAtGateway,
  type Shop,
  startPaying,
  untilState,
} from './shop-actions.ts';

/** Refunds, payment policies, and payments that ask a person. */
export const useMoneyBack = async (client: Client, shop: Shop): Promise<void> => {
  await client.call(readPaymentPolicies, {});
  await client.call(updatePaymentPolicies, { body: { duplicate: 'refund' } });
  const product = await aProductWith(client, ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX']);
  const paid = async (state: string, minor?: number): Promise<string> => {
    const order = await anOrder(client, product);
    const { number } = await startPaying(client, order);
    await payAtGateway(shop, number, minor);
    await untilState(client, order.id, state);
    return order.id;
  };

  const sold = await paid('delivered');
  const refund = await client.call(createRefund, {
    body: { order: sold, amount: 100, reason: 'it arrived late' },
  });
  const params = { refundId: refund.id };
  await eventually('the refund succeeds', async () => {
    const { state } = await client.call(readRefund, { params });
    return state === 'succeeded' ? true : undefined;
  });
  await client.call(listRefunds, {});
  await client.call(listRefunds, { query: { order: sold } });
  const looked = { reason: 'looked at the gateway', actor: 'Li' };
  // Epay pays back to where the money came from.
  const elsewhere = { receiver: { kind: 'merchant' as const }, ...looked };
  await expect(client.call(redirectRefund, { params, body: elsewhere })).rejects.toMatchObject({
    code: 'state_conflict',
  });
  await client.call(resolveRefund, { params, body: { outcome: 'succeeded', ...looked } });

  // Too little: the cards wait for a person, and go back to the shelf with the money, or without it.
  const refunded = await paid('needs_review', 400);
  await client.call(createRefund, { body: { order: refunded, reason: 'too little' } });
  const ended = await paid('needs_review', 400);
  await client.call(resolveOrder, {
    params: { orderId: ended },
    body: { outcome: 'cancel', ...looked },
  });
};
