import { CURRENCY_EXPONENTS } from '#shared/domain/money/currency.ts';
import { formatDecimalAmount, money } from '#shared/domain/money/money.ts';
import type { SimulatedPayment } from './books.ts';
import { decline, payAsBuyer } from './buyer.ts';
import { html, type Reply, redirect, type SimulatedRequest } from './exchange.ts';
import { messagePage, payPage } from './page.ts';
import type { Desk, Simulation } from './simulation.ts';

/** Where a person pays: behind the provider's QR codes and links. */
export const payUrl = <Keys, Platform>(
  desk: Desk<Keys, Platform>,
  { reference }: SimulatedPayment,
): string => `${desk.baseUrl()}/buyer/${reference}`;

/** The payment's page, and what the buyer decides there. */
export const payRoute = <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  desk: Desk<Keys, Platform>,
  { method, path, form }: SimulatedRequest,
): Reply => {
  const payment = desk.books.byReference(decodeURIComponent(path.slice('/buyer/'.length)));
  if (!payment) return html(messagePage('无法支付', '订单号不存在'), 404);
  const { provider, ways = {} } = simulation;
  if (method !== 'POST')
    return html(payPage({ provider, payment, amount: shownAmount(payment), ways }));
  if (form.action === 'decline') decline(desk, payment);
  else {
    if (payment.method === '') payment.method = form.method ?? '';
    payAsBuyer(simulation, desk, payment);
  }
  const back = simulation.returnTo?.(desk, payment) ?? payment.returnUrl;
  return back === ''
    ? html(messagePage(form.action === 'decline' ? '已放弃支付' : '支付成功', '可以关闭本页面。'))
    : redirect(back);
};

const shownAmount = ({ currency, minor }: SimulatedPayment): string =>
  currency in CURRENCY_EXPONENTS
    ? `${formatDecimalAmount(money(currency as keyof typeof CURRENCY_EXPONENTS, minor))} ${currency}`
    : `${minor} ${currency}`;
