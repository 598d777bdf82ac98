import type { SimulatedPayment } from '../kit/books.ts';
import { html, type Reply, redirect } from '../kit/exchange.ts';
import { messagePage } from '../kit/page.ts';
import { payUrl } from '../kit/pay-route.ts';
import type { Protocol } from './account.ts';
import type { Call } from './call.ts';
import { type EpayHabits, habitsOf } from './habits.ts';
import { acceptOrder } from './orders.ts';

/** Page mode: the buyer's browser brings the signed order, and goes on to the page to pay on. */
export const submit = (call: Call, protocol: Protocol): Reply => {
  const accepted = call.message.return_url
    ? acceptOrder(call, protocol)
    : ({ kind: 'refused', message: '回调地址(return_url)不能为空' } as const);
  switch (accepted.kind) {
    case 'accepted':
      return redirect(payUrl(call.desk, accepted.payment));
    case 'refused':
      return cannotPay(accepted.message);
    case 'broken':
      return accepted.reply;
  }
};

export const cannotPay = (why: string): Reply => html(messagePage('无法支付', why));

interface Handover {
  readonly kind: EpayHabits['answerWith'];
  readonly content: string;
}

/** What API mode hands out for an order. Whatever its form, it leads to where the buyer pays. */
export const handoverOf = (
  { desk, merchant }: Pick<Call, 'desk' | 'merchant'>,
  payment: SimulatedPayment,
): Handover => {
  const { answerWith: kind } = habitsOf(merchant);
  const url = payUrl(desk, payment);
  switch (kind) {
    case 'qrcode':
    case 'payurl':
      return { kind, content: url };
    case 'urlscheme':
      return { kind, content: `weixin://dl/business/?ticket=${payment.reference}` };
    case 'html':
      return {
        kind,
        content: `<form id="f" action="${url}" method="post"><input type="hidden" name="type" value="${payment.method}"></form><script>document.getElementById("f").submit()</script>`,
      };
  }
};
