import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { beijingTime } from './beijing-time.ts';
import { askGateway } from './client.ts';
import { BIZ_TYPES, type UnionpayContext } from './config.ts';
import { channelTypeOf } from './create.ts';
import { openingNumberOf } from './order-numbers.ts';
import { isNotOpened, mendableReason } from './status.ts';
import { tokenIn } from './token.ts';

export type Opening =
  | { readonly kind: 'opened'; readonly token: string }
  | Exclude<QueryOutcome, { kind: 'found' }>;

/** 78-02: whether the buyer opened their card on UnionPay's page, and its token. */
export const askForOpening = async (
  context: UnionpayContext,
  { orderNumber, device }: Pick<PaymentReference, 'orderNumber' | 'device'>,
): Promise<Opening> => {
  const orderId = openingNumberOf(orderNumber);
  const reply = await askGateway(context, 'backTransReq.do', {
    txnType: '78',
    txnSubType: '02',
    bizType: BIZ_TYPES.token_quick_pay,
    channelType: channelTypeOf({ device }),
    orderId,
    txnTime: beijingTime(context.now),
  });
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  const { code, words, fields } = reply;
  if (isNotOpened(code)) return { kind: 'not_found', detail: words };
  if (code !== '00') return { kind: 'unknown', detail: words, ...mendableReason(code) };
  if ((fields.get('orderId') ?? orderId) !== orderId)
    return { kind: 'unknown', detail: 'UnionPay answered about another opening' };
  if ((fields.get('activateStatus') ?? '1') !== '1')
    return { kind: 'not_found', detail: 'the card is not open' };
  const token = tokenIn(fields.get('tokenPayData') ?? '');
  return token
    ? { kind: 'opened', token }
    : { kind: 'unknown', detail: 'UnionPay says that the card is open and sends no token' };
};
