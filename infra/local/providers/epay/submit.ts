import { acceptOrder } from './accept-order.ts';
import type { SimulatedOrder } from './books.ts';
import { declineOrder, payOrder } from './buyer.ts';
import { type Exchange, html, type Reply, redirect } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import type { SimulatedMerchant } from './merchant.ts';
import { paidMessage } from './notification.ts';
import { messagePage, payPage } from './page.ts';

/** Page mode: the buyer's browser brings the signed order and sees the page to pay on. */
export const submit = (
  gateway: Gateway,
  merchant: SimulatedMerchant,
  exchange: Exchange,
  protocol: 'v1' | 'v2',
): Reply => {
  if (merchant.behaviour.createStatus !== null) {
    return html(messagePage('服务器错误', '请稍后再试'), merchant.behaviour.createStatus);
  }
  const { message } = exchange;
  const accepted = message.return_url
    ? acceptOrder(gateway, merchant, message, protocol)
    : ({ kind: 'refused', message: '回调地址(return_url)不能为空' } as const);
  return accepted.kind === 'accepted'
    ? html(payPage(accepted.order))
    : html(messagePage('无法支付', accepted.message));
};

/** The order's own page, and what the buyer decides there. */
export const payRoute = (gateway: Gateway, { method, path, form }: Exchange): Reply => {
  const order = gateway.books.byTradeNo(path.slice('/pay/'.length));
  if (!order) return html(messagePage('无法支付', '订单号不存在'), 404);
  if (method === 'POST' && form.action === 'decline') {
    declineOrder(gateway, order);
    return html(messagePage('已放弃支付', '您可以返回商户页面，选择其他支付方式。'));
  }
  if (method === 'POST') {
    if (order.type === '') order.type = form.type ?? '';
    payOrder(gateway, order);
  }
  return order.state === 'paid' ? afterPayment(gateway, order) : html(payPage(order));
};

/** Back to the shop with the signed result in the link. */
const afterPayment = (gateway: Gateway, order: SimulatedOrder): Reply => {
  const merchant = gateway.merchants.get(order.pid);
  if (!merchant || order.returnUrl === '') {
    return html(messagePage('支付成功', '付款已完成，可以关闭本页面。'));
  }
  const result = new URLSearchParams(paidMessage(order, merchant, gateway.platformKeys));
  return redirect(`${order.returnUrl}${order.returnUrl.includes('?') ? '&' : '?'}${result}`);
};
