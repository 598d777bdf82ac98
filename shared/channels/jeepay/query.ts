import { money } from '../../domain/money/money.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { post } from './client.ts';
import type { JeepayContext } from './config.ts';
import { orderState, saysNoSuchOrder } from './status.ts';

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

/** `api/pay/query` by our number. */
export const query = async (
  context: JeepayContext,
  { orderNumber }: PaymentReference,
): Promise<QueryOutcome> => {
  const reply = await post(context, 'api/pay/query', { mchOrderNo: orderNumber });
  switch (reply.kind) {
    case 'refused':
      return saysNoSuchOrder(reply.message)
        ? { kind: 'not_found', detail: reply.message }
        : unknown(reply.message || `the gateway answered code ${reply.code}`);
    case 'done':
      return read(context, orderNumber, reply.data);
    default:
      return unknown(reply.detail);
  }
};

const read = ({ config }: JeepayContext, orderNumber: string, data: Fields): QueryOutcome => {
  if (textField(data, 'mchOrderNo') !== orderNumber)
    return unknown(`the gateway answered about order "${textField(data, 'mchOrderNo', 64)}"`);
  if (
    textField(data, 'mchNo', 64) !== config.mchNo ||
    textField(data, 'appId', 64) !== config.appId
  )
    return unknown('the gateway answered about another account');
  const word = textField(data, 'state', 20);
  if (word === '') return unknown('the gateway told no state');
  const amount = amountOf(data, 'amount');
  const providerReference = textField(data, 'payOrderId', 64);
  return {
    kind: 'found',
    status: orderState(word),
    providerStatus: word,
    ...(amount ? { amount } : {}),
    ...(providerReference ? { providerReference } : {}),
  };
};

/** A whole number of fen, in `cny`. */
export const amountOf = (data: Fields, name: string) => {
  const text = textField(data, name, 20);
  const isCny = textField(data, 'currency', 8).toLowerCase() === 'cny';
  return isCny && /^\d{1,15}$/.test(text) ? money('CNY', BigInt(text)) : undefined;
};
