import { parseDecimalAmount } from '../../domain/money/money.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import {
  ask,
  endpoint,
  type GatewayReply,
  isSignedByGateway,
  post,
  signedRequest,
} from './client.ts';
import type { EpayContext } from './config.ts';
import { orderStatus, saysNoSuchOrder } from './status.ts';

/** Asks the gateway what it knows of one of our orders. */
export const query = async (
  context: EpayContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const reply = await askForOrder(context, payment.orderNumber);
  if (reply.kind !== 'reply') return unknown(reply.detail);
  return read(context, payment, reply.fields);
};

const unknown = (detail: string): QueryOutcome => ({ kind: 'unknown', detail });

const askForOrder = async (context: EpayContext, orderNumber: string): Promise<GatewayReply> => {
  const { config, credentials } = context;
  if (config.protocol === 'v2') {
    const signed = signedRequest(context, { out_trade_no: orderNumber });
    if (!signed) return { kind: 'no_answer', detail: 'the stored key cannot sign; enter it again' };
    return post(context, 'api/pay/query', signed);
  }
  // v1 has no signature here: the merchant's key itself travels in the URL, so this URL must never be logged.
  const search = new URLSearchParams({
    act: 'order',
    pid: config.pid,
    key: credentials.key ?? '',
    out_trade_no: orderNumber,
  });
  return ask(context, { method: 'GET', url: `${endpoint(context, 'api.php')}?${search}` });
};

const read = (context: EpayContext, payment: PaymentReference, fields: Fields): QueryOutcome => {
  const v2 = context.config.protocol === 'v2';
  const code = textField(fields, 'code', 20);
  const message = textField(fields, 'msg');
  const status = textField(fields, 'status', 32);
  // v2's documents say 0; some of its gateways kept v1's 1 here. The signature below is what counts.
  const succeeded = code === '1' || (v2 && code === '0');
  if (!succeeded || status === '') {
    const detail = message || `the gateway answered code ${code}`;
    return !succeeded && saysNoSuchOrder(message) ? { kind: 'not_found', detail } : unknown(detail);
  }
  if (v2 && !isSignedByGateway(context, fields)) {
    return unknown("the gateway's reply does not carry its signature");
  }
  const orderNumber = textField(fields, 'out_trade_no');
  if (orderNumber !== payment.orderNumber) {
    return unknown(`the gateway answered about order "${orderNumber}"`);
  }
  const pid = textField(fields, 'pid', 64);
  if (pid !== '' && pid !== context.config.pid) {
    return unknown(`the gateway answered about account "${pid}"`);
  }
  const providerReference = textField(fields, 'trade_no', 64);
  const amount = parseDecimalAmount(textField(fields, 'money', 40), 'CNY');
  return {
    kind: 'found',
    status: orderStatus(status),
    providerStatus: status,
    ...(amount ? { amount } : {}),
    ...(providerReference ? { providerReference } : {}),
  };
};
