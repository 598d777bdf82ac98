import type { SimulatedOrder } from './books.ts';
import type { Gateway } from './gateway.ts';
import type { SimulatedMerchant } from './merchant.ts';

export interface CreateAnswer {
  readonly kind: 'qrcode' | 'payurl' | 'urlscheme' | 'html';
  readonly content: string;
}

/** What API mode hands out for an order. Whatever its form, it leads to the page on which a person can pay. */
export const createAnswer = (
  gateway: Gateway,
  { behaviour }: SimulatedMerchant,
  order: SimulatedOrder,
): CreateAnswer => {
  const url = `${gateway.baseUrl()}/pay/${order.tradeNo}`;
  switch (behaviour.answerWith) {
    case 'qrcode':
    case 'payurl':
      return { kind: behaviour.answerWith, content: url };
    case 'urlscheme':
      return { kind: 'urlscheme', content: `weixin://dl/business/?ticket=${order.tradeNo}` };
    case 'html':
      return {
        kind: 'html',
        content: `<form id="f" action="${url}" method="post"><input type="hidden" name="type" value="${order.type}"></form><script>document.getElementById("f").submit()</script>`,
      };
  }
};
