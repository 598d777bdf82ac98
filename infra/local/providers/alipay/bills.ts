import { randomUUID } from 'node:crypto';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import { html, type Reply } from '../kit/exchange.ts';
import type { Account, AlipayDesk } from './accounts.ts';
import { type GatewayAnswer, type GatewayCall, refusal, success } from './gateway.ts';
import { inGbk } from './gbk.ts';
import { chinaTime, yuan } from './trades.ts';
import { zipOf } from './zip.ts';

/** Fee of the simulated contract. */
const FEE_BASIS_POINTS = 60;
/** An address works for half a minute. */
const ADDRESS_MILLIS = 30_000;

const TRADE_COLUMNS =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const FUNDS_COLUMNS =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';

interface Movement {
  readonly atMillis: number;
  readonly payment: SimulatedPayment;
  readonly refund?: SimulatedRefund;
}

const signed = (minor: number): string => (minor < 0 ? `-${yuan(-minor)}` : yuan(minor));
const feeOf = (minor: number): number => Math.round((minor * FEE_BASIS_POINTS) / 10_000);
const minorOf = ({ payment, refund }: Movement): number =>
  refund ? -refund.minor : payment.paidMinor;

/** A day's payments and refunds of an account, oldest first. */
const movementsOf = ({ books }: AlipayDesk, { appId }: Account, day: string): Movement[] =>
  books
    .payments()
    .filter(({ state, extra }) => state === 'paid' && extra.appId === appId)
    .flatMap((payment): Movement[] => [
      { atMillis: payment.paidAtMillis, payment },
      ...payment.refunds
        .filter(({ state }) => state === 'done')
        .map((refund) => ({ atMillis: refund.createdAtMillis, payment, refund })),
    ])
    .filter(({ atMillis }) => chinaTime(atMillis).startsWith(day))
    .sort((a, b) => a.atMillis - b.atMillis);

/** Real files put a tab behind what a spreadsheet would take for a number. */
const tradeRow = (movement: Movement): string => {
  const { payment, refund, atMillis } = movement;
  const amount = signed(minorOf(movement));
  return [
    `${payment.reference}\t`,
    `${payment.number}\t`,
    refund ? '退款' : '交易',
    payment.subject.replaceAll(',', ' '),
    chinaTime(payment.createdAtMillis),
    chinaTime(atMillis),
    ...['\t', '\t', '\t', '\t', '*买家(159***@163.com)\t', amount, amount],
    ...['0.00', '0.00', '0.00', '0.00', '0.00', '', '0.00\t', '0.00'],
    `${refund?.number ?? ''}\t`,
    signed(refund ? 0 : -feeOf(payment.paidMinor)),
    '0.00',
    '',
  ].join(',');
};

const fundsRows = (movement: Movement, at: number): string[] => {
  const { payment, refund, atMillis } = movement;
  const line = (serial: string, minor: number, kind: string): string =>
    [
      `${payment.reference}${at}${serial}\t`,
      `${payment.reference}\t`,
      `${payment.number}\t`,
      payment.subject.replaceAll(',', ' '),
      chinaTime(atMillis),
      '*买家(159***@163.com)\t',
      minor > 0 ? yuan(minor) : '0.00',
      minor < 0 ? signed(minor) : '0.00',
      '0.00',
      '支付宝',
      kind,
      refund?.number ?? '',
    ].join(',');
  return refund
    ? [line('1', -refund.minor, '退款（交易退款）')]
    : [line('1', payment.paidMinor, '在线支付'), line('2', -feeOf(payment.paidMinor), '收费')];
};

const fileOf = (account: Account, type: string, day: string, movements: readonly Movement[]) => {
  const isTrade = type === 'trade';
  const title = isTrade ? '业务' : '账务';
  const sum = (isRefund: boolean) =>
    movements
      .filter(({ refund }) => (refund !== undefined) === isRefund)
      .reduce((total, movement) => total + minorOf(movement), 0);
  return [
    `#支付宝${title}明细查询`,
    `#账号：[${account.sellerId}0156]`,
    `#起始日期：[${day} 00:00:00]   终止日期：[${day} 24:00:00]`,
    `#-----------------------------------------${title}明细列表----------------------------------------`,
    isTrade ? TRADE_COLUMNS : FUNDS_COLUMNS,
    ...movements.flatMap((movement, at) =>
      isTrade ? [tradeRow(movement)] : fundsRows(movement, at),
    ),
    `#-----------------------------------------${title}明细列表结束------------------------------------`,
    `#交易合计：${movements.filter(({ refund }) => !refund).length}笔，商家实收共${signed(sum(false))}元，商家优惠共0.00元`,
    `#退款合计：${movements.filter(({ refund }) => refund).length}笔，商家实收退款共${signed(sum(true))}元，商家优惠退款共0.00元`,
    `#导出时间：[${chinaTime(Date.now())}]`,
    '',
  ].join('\r\n');
};

interface Ticket {
  readonly bytes: Buffer;
  readonly untilMillis: number;
}

/** Files that are handed out, by the secret in their address. */
const tickets = new WeakMap<AlipayDesk, Map<string, Ticket>>();

const ticketsOf = (desk: AlipayDesk): Map<string, Ticket> => {
  const known = tickets.get(desk) ?? new Map<string, Ticket>();
  tickets.set(desk, known);
  return known;
};

/** The bill of the day, also of today: a person who plays with the simulator does not wait for tomorrow. */
export const orderBill = (desk: AlipayDesk, { account, content }: GatewayCall): GatewayAnswer => {
  const { bill_type: type, bill_date: day } = content;
  if (type !== 'trade' && type !== 'signcustomer')
    return refusal('INVAILID_ARGUMENTS', '入参不合法');
  const movements = movementsOf(desk, account, String(day));
  if (movements.length === 0) return refusal('isp.bill_not_exist', '账单不存在');
  const name = `${account.sellerId}_${String(day).replaceAll('-', '')}`;
  const detail = fileOf(account, type, String(day), movements);
  const summary = detail.replace(/^(?!#).*\r\n/gm, '');
  const title = type === 'trade' ? '业务' : '账务';
  const bytes = zipOf([
    { name: inGbk(`${name}_${title}明细.csv`), content: inGbk(detail) },
    { name: inGbk(`${name}_${title}明细(汇总).csv`), content: inGbk(summary) },
  ]);
  const secret = randomUUID();
  ticketsOf(desk).set(secret, { bytes, untilMillis: Date.now() + ADDRESS_MILLIS });
  return success({
    bill_download_url: `${desk.baseUrl()}/downloadBillFile.resource?fileId=${secret}`,
  });
};

export const handOutBill = (desk: AlipayDesk, secret: string): Reply => {
  const ticket = ticketsOf(desk).get(secret);
  if (!ticket || ticket.untilMillis < Date.now()) return html('链接已失效');
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: ticket.bytes,
  };
};
