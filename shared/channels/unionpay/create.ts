import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { below } from '../wire/provider-address.ts';
import { CNY } from './amount.ts';
import { beijingTime } from './beijing-time.ts';
import { capabilities } from './capabilities.ts';
import { type AccessMode, BIZ_TYPES, gatewayUrlOf, type UnionpayContext } from './config.ts';
import { openingNumberOf } from './order-numbers.ts';
import { type RequestFields, signedRequest } from './request.ts';

const METHODS = {
  bank_gateway: 'bank_gateway',
  token_quick_pay: 'unionpay',
} as const satisfies Record<AccessMode, CreateRequest['method']>;

/** Signs the form that the buyer's browser takes to UnionPay's page; nobody is called. */
export const create = async (
  context: UnionpayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const obstacle = obstacleOf(context, request);
  if (obstacle) return obstacle;
  const { accessMode } = context.config;
  const signed = signedRequest(context, {
    bizType: BIZ_TYPES[accessMode],
    channelType: channelTypeOf(request),
    txnTime: beijingTime(request.createdAt),
    frontUrl: request.returnUrl,
    backUrl: context.notifyUrl,
    payTimeout: beijingTime(request.expiresAt),
    ...(accessMode === 'bank_gateway' ? paymentFields(request) : openingFields(context, request)),
  });
  if (!signed)
    return didNotHappen('invalid_credentials', 'the stored key cannot sign; enter it again');
  return {
    kind: 'happened',
    nextAction: {
      kind: 'form',
      action: below(gatewayUrlOf(context), 'frontTransReq.do'),
      method: 'POST',
      fields: signed,
    },
  };
};

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

const obstacleOf = (
  { config }: UnionpayContext,
  { amount, method }: CreateRequest,
): CreateOutcome | undefined => {
  if (amount.currency !== 'CNY')
    return didNotHappen(
      'currency_not_supported',
      `UnionPay is paid in CNY here, not ${amount.currency}`,
    );
  const { min, max } = capabilities.amountMinor;
  if (amount.minor < min || amount.minor > max)
    return didNotHappen('amount_out_of_range', 'UnionPay carries 0.01 to 9999999999.99');
  return method === METHODS[config.accessMode]
    ? undefined
    : didNotHappen('method_unavailable', `this channel has ${METHODS[config.accessMode]} alone`);
};

/** 07: computers and tablets; 08: phones. */
export const channelTypeOf = ({ device }: Pick<CreateRequest, 'device'>): string =>
  device === 'desktop' ? '07' : '08';

/** 01-01: a payment on UnionPay's page, or at a bank that the buyer chose before. */
const paymentFields = ({ orderNumber, amount, bank }: CreateRequest): RequestFields => ({
  txnType: '01',
  txnSubType: '01',
  orderId: orderNumber,
  txnAmt: amount.minor.toString(),
  currencyCode: CNY,
  issInsCode: bank,
});

/** 79-00: opens a card for payments by token. The buyer enters it at UnionPay; no card number comes by here. */
const openingFields = (
  { config }: UnionpayContext,
  { orderNumber }: CreateRequest,
): RequestFields => ({
  txnType: '79',
  txnSubType: '00',
  orderId: openingNumberOf(orderNumber),
  tokenPayData: `{trId=${config.tokenRequestor ?? ''}&tokenType=01}`,
});
