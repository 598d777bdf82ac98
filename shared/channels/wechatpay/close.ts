import type { CloseOutcome, PaymentReference } from '../channel.ts';
import { merchantFields } from './account.ts';
import { call, inWords } from './client.ts';
import type { WechatPayContext } from './config.ts';
import { orderPath } from './order-path.ts';
import { saysClosed, saysNoSuchOrder, saysPaid } from './status.ts';

/**
 * Closes an order that nobody paid. One that does not exist is as good as closed: either its buyer never came back with
 * their authorisation, or nobody ever got its code or link.
 */
export const close = async (
  context: WechatPayContext,
  { orderNumber }: PaymentReference,
): Promise<CloseOutcome> => {
  const { config } = context;
  const reply = await call(context, {
    method: 'POST',
    path: `${orderPath(config, orderNumber)}/close`,
    body: merchantFields(config),
  });
  switch (reply.kind) {
    case 'answer':
      return reply.body === undefined
        ? { kind: 'closed' }
        : { kind: 'unknown', detail: 'WeChat Pay answered with something that is no closing' };
    case 'refused':
      if (saysPaid(reply)) return { kind: 'already_paid' };
      if (saysClosed(reply) || saysNoSuchOrder(reply)) return { kind: 'closed' };
      return { kind: 'unknown', detail: inWords(reply) };
    case 'not_sent':
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
  }
};
