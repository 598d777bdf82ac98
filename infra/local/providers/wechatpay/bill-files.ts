import { formatDecimalAmount, money } from '#shared/domain/money/money.ts';
import type { SimulatedPayment, SimulatedRefund } from '../kit/books.ts';
import type { Account } from './keys.ts';
import { beijingTime, transactionOf } from './orders.ts';

const BOM = '\uFEFF';
/** Fee of the simulated contract. */
const FEE_BASIS_POINTS = 60;

const TRADE_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const TRADE_SUMMARY =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const FUNDS_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
const FUNDS_SUMMARY = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';

const yuan = (minor: number): string =>
  minor < 0
    ? `-${formatDecimalAmount(money('CNY', -minor))}`
    : formatDecimalAmount(money('CNY', minor));

const feeOf = (minor: number): number => Math.round((minor * FEE_BASIS_POINTS) / 10_000);

/** Bills have fees with five digits after the point. */
const feeText = (minor: number): string => `${yuan(minor)}000`;

const row = (values: readonly (string | number)[]): string =>
  values.map((value) => `\`${value}`).join(',');

const timeText = (millis: number): string => beijingTime(millis).slice(0, 19).replace('T', ' ');

interface Movement {
  readonly atMillis: number;
  readonly payment: SimulatedPayment;
  readonly refund?: SimulatedRefund;
}

/** A day's payments and refunds that happened, oldest first. */
const movementsOf = (payments: readonly SimulatedPayment[], day: string): Movement[] =>
  payments
    .filter(({ state }) => state === 'paid')
    .flatMap((payment): Movement[] => [
      { atMillis: payment.paidAtMillis, payment },
      ...payment.refunds
        .filter(({ state }) => state === 'done')
        .map((refund) => ({ atMillis: refund.createdAtMillis, payment, refund })),
    ])
    .filter(({ atMillis }) => beijingTime(atMillis).startsWith(day))
    .sort((a, b) => a.atMillis - b.atMillis);

/** @returns `undefined`: no file is made for a day on which nothing happened */
export const tradeBill = (
  account: Account,
  payments: readonly SimulatedPayment[],
  day: string,
): string | undefined => {
  const movements = movementsOf(payments, day);
  if (movements.length === 0) return undefined;
  const rows = movements.map(({ atMillis, payment, refund }) => {
    const { trade_type: tradeType } = transactionOf(account, payment);
    const paid = refund ? 0 : payment.paidMinor;
    const back = refund?.minor ?? 0;
    return row([
      timeText(atMillis),
      account.appId,
      account.mchId,
      account.subMchId ?? 0,
      '',
      payment.reference,
      payment.number,
      String(payment.extra.openid || 'oSimulatedBuyer'),
      tradeType,
      refund ? 'REFUND' : 'SUCCESS',
      'OTHERS',
      'CNY',
      yuan(paid),
      '0.00',
      refund?.reference ?? 0,
      refund?.number ?? 0,
      yuan(back),
      '0.00',
      refund ? 'ORIGINAL' : '',
      refund ? 'SUCCESS' : '',
      payment.subject.replaceAll(',', ' '),
      '',
      feeText(refund ? -feeOf(back) : feeOf(paid)),
      '0.60%',
      yuan(paid),
      yuan(back),
      '',
    ]);
  });
  const sum = (of: (movement: Movement) => number): number =>
    movements.reduce((total, movement) => total + of(movement), 0);
  const paid = sum(({ payment, refund }) => (refund ? 0 : payment.paidMinor));
  const back = sum(({ refund }) => refund?.minor ?? 0);
  const fees = sum(({ payment, refund }) =>
    refund ? -feeOf(refund.minor) : feeOf(payment.paidMinor),
  );
  const summary = row([
    movements.length,
    yuan(paid),
    yuan(back),
    '0.00',
    feeText(fees),
    yuan(paid),
    yuan(back),
  ]);
  return `${BOM}${[TRADE_HEADER, ...rows, TRADE_SUMMARY, summary].join('\r\n')}\r\n`;
};

/** Every movement of the balance: what came, its fee, and what went back. */
export const fundFlowBill = (
  account: Account,
  payments: readonly SimulatedPayment[],
  day: string,
): string | undefined => {
  const movements = movementsOf(payments, day).flatMap(({ atMillis, payment, refund }) =>
    refund
      ? [
          {
            atMillis,
            payment,
            name: '退款',
            minor: -(refund.minor - feeOf(refund.minor)),
            proof: refund.number,
          },
        ]
      : [
          { atMillis, payment, name: '交易', minor: payment.paidMinor, proof: payment.number },
          {
            atMillis,
            payment,
            name: '扣除交易手续费',
            minor: -feeOf(payment.paidMinor),
            proof: payment.number,
          },
        ],
  );
  const lines = movements.filter(({ minor }) => minor !== 0);
  if (lines.length === 0) return undefined;
  let balance = 0;
  const rows = lines.map(({ atMillis, payment, name, minor, proof }, index) => {
    balance += minor;
    return row([
      timeText(atMillis),
      payment.reference,
      `${payment.reference}${index}`,
      name,
      name,
      minor < 0 ? '支出' : '收入',
      yuan(Math.abs(minor)),
      yuan(balance),
      `${account.mchId}API`,
      '',
      proof,
    ]);
  });
  const income = lines.filter(({ minor }) => minor > 0);
  const expense = lines.filter(({ minor }) => minor < 0);
  const total = (some: typeof lines): string =>
    yuan(some.reduce((sum, { minor }) => sum + Math.abs(minor), 0));
  const summary = row([lines.length, income.length, total(income), expense.length, total(expense)]);
  return `${BOM}${[FUNDS_HEADER, ...rows, FUNDS_SUMMARY, summary].join('\r\n')}\r\n`;
};
