import { formatDecimalAmount, sameMoney } from '../../domain/money/money.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { amountOf } from './amount.ts';
import { capabilities } from './capabilities.ts';
import { callPaypal, linkOf, type PaypalReply } from './client.ts';
import type { PaypalContext } from './config.ts';
import { orderNumberOf, orderSchema } from './order.ts';
import { refusalReason } from './status.ts';

const MAX_DESCRIPTION = 127;

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

const unknown = (detail: string): CreateOutcome => ({ kind: 'unknown', detail });

/** Creates an order to be captured once the buyer approved it. */
export const create = async (
  context: PaypalContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { currency, minor } = request.amount;
  if (!capabilities.currencies.includes(currency))
    return didNotHappen('currency_not_supported', `PayPal does not take ${currency}`);
  if (minor < 1n || minor > capabilities.amountMinor.max)
    return didNotHappen('amount_out_of_range', 'PayPal takes up to nine digits');
  const reply = await callPaypal(context, 'POST', 'v2/checkout/orders', {
    body: bodyOf(context, request),
    requestId: request.orderNumber,
  });
  return outcomeOf(request, reply);
};

const bodyOf = ({ config }: PaypalContext, request: CreateRequest): object => ({
  intent: 'CAPTURE',
  purchase_units: [
    {
      reference_id: request.orderNumber,
      custom_id: request.orderNumber,
      invoice_id: request.orderNumber,
      description: request.subject.slice(0, MAX_DESCRIPTION) || request.orderNumber,
      amount: {
        currency_code: request.amount.currency,
        value: formatDecimalAmount(request.amount),
      },
    },
  ],
  payment_source: {
    paypal: {
      experience_context: {
        return_url: request.returnUrl,
        cancel_url: request.returnUrl,
        shipping_preference: 'NO_SHIPPING',
        user_action: 'PAY_NOW',
        ...(config.brandName ? { brand_name: config.brandName } : {}),
      },
    },
  },
});

const outcomeOf = (request: CreateRequest, reply: PaypalReply): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      // The invoice was paid before, or the request id belongs to another request.
      return /DUPLICATE|ALREADY/.test(reply.issue)
        ? unknown(reply.message)
        : didNotHappen(refusalReason(reply.issue), reply.message);
    case 'done':
      break;
  }
  const order = orderSchema.safeParse(reply.value).data;
  if (!order || orderNumberOf(order) !== request.orderNumber)
    return unknown('PayPal answered about another order');
  const amount = amountOf(order.purchase_units[0]?.amount);
  if (!amount || !sameMoney(amount, request.amount))
    return unknown('PayPal made an order for another amount');
  const url = linkOf(reply.value, ['payer-action', 'approve']);
  if (url === undefined) return unknown('PayPal named no way to pay');
  return { kind: 'happened', nextAction: { kind: 'redirect', url }, providerReference: order.id };
};
