import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { callbackAddress } from './callback-address.ts';
import { sendToFortumo } from './client.ts';
import type { FortumoContext } from './config.ts';

export const MAX_DESCRIPTION = 32;

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

/** Begins an authorisation: the buyer is sent a PIN. Nothing is charged before `proceed` asks for it. */
export const create = async (
  context: FortumoContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { config } = context;
  const { amount, phone, orderNumber } = request;
  if (amount.currency !== config.currency)
    return didNotHappen('currency_not_supported', `the operator bills in ${config.currency}`);
  if (!phone || !/^\+[1-9]\d{4,14}$/.test(phone))
    return didNotHappen('instrument_expired', 'no phone number in E.164 (+3725123456)');
  const reply = await sendToFortumo(context, 'POST', 'authorisations', {
    ...pinFlow(context, { orderNumber, phone, code: '' }),
    payment_type: 'onetime',
    item_description: request.subject.slice(0, MAX_DESCRIPTION),
    price: { amount: Number(formatDecimalAmount(amount)), currency: amount.currency },
  });
  switch (reply.kind) {
    case 'accepted':
      return {
        kind: 'happened',
        nextAction: { kind: 'enter_code', sentTo: masked(phone), canResend: false },
      };
    case 'refused':
      return didNotHappen(reply.reason, reply.message);
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
  }
};

/** What a session of the PIN flow is begun with (no code) and goes on with. */
export const pinFlow = (
  context: FortumoContext,
  {
    orderNumber,
    phone,
    code,
  }: { readonly orderNumber: string; readonly phone: string; readonly code: string },
): object => ({
  flow: {
    pin: { channel_code: context.config.channelCode, msisdn: phone.replace(/^\+/, ''), code },
  },
  country: context.config.country,
  merchant: context.config.merchantId,
  operation_reference: orderNumber,
  callback: callbackAddress(context, { orderNumber }),
});

const masked = (phone: string): string => `${phone.slice(0, 4)}****${phone.slice(-2)}`;
