import { type Money, parseDecimalAmount } from '../../domain/money/money.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { ask, type GatewayReply } from './client.ts';
import type { EpusdtContext } from './config.ts';
import { orderStatus, saysNoSuchOrder } from './status.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/**
 * Asks by the gateway's own number: neither gateway can be asked by ours, so an order whose creation was never answered
 * stays unknown until it is notified. Replies are not signed: TLS alone vouches for them.
 */
export const query = async (
  context: EpusdtContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const { providerReference } = payment;
  if (!providerReference) return unknown('the gateway never told its number of this order');
  const reply = await askFor(context, providerReference);
  if (reply.kind === 'refused')
    return saysNoSuchOrder(reply.code, reply.message)
      ? { kind: 'not_found', detail: reply.message }
      : unknown(reply.message || `the gateway answered status ${reply.code}`);
  if (reply.kind !== 'done') return unknown(reply.detail);
  return read(context, payment, reply.data);
};

const askFor = (context: EpusdtContext, tradeId: string): Promise<GatewayReply> =>
  context.config.dialect === 'epusdt'
    ? ask(context, 'GET', `pay/check-status/${encodeURIComponent(tradeId)}`)
    : ask(context, 'POST', 'api/v1/pay/info', JSON.stringify({ trade_id: tradeId }));

const read = (context: EpusdtContext, payment: PaymentReference, data: Fields): QueryOutcome => {
  if (textField(data, 'trade_id', 64) !== payment.providerReference)
    return unknown('the gateway answered about another order');
  const orderNumber = textField(data, 'order_id', 64);
  if (orderNumber !== '' && orderNumber !== payment.orderNumber)
    return unknown(`the gateway answered about order "${orderNumber}"`);
  const word = textField(data, 'status', 20);
  if (word === '') return unknown('the gateway told no status');
  const amount = amountOf(context, payment, data);
  return {
    kind: 'found',
    status: orderStatus(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
    ...(payment.providerReference ? { providerReference: payment.providerReference } : {}),
  };
};

/**
 * Epusdt's reply names no amount. Its number was handed out for exactly ours (`create` compares), and it turns to "paid"
 * when exactly that has arrived.
 */
const amountOf = (
  { config }: EpusdtContext,
  { amount }: PaymentReference,
  data: Fields,
): Money | undefined => {
  if (config.dialect === 'epusdt') return amount;
  if (textField(data, 'fiat', 8) !== amount.currency) return undefined;
  return parseDecimalAmount(textField(data, 'money', 40), amount.currency);
};
