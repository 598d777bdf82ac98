import {
  currencySchema,
  formatDecimalAmount,
  type Money,
  parseDecimalAmount,
} from '#shared/domain/money/money.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
  paymentPoliciesSchema,
} from '#shared/domain/policies/payment-policies.ts';
import { paidBy } from '#shared/domain/refunds/refund-amounts.ts';
import { later } from '#test/support/builders.ts';
import { aSale, cny, paid, refundReported, refundRequested, type Sale } from './a-sale.ts';

/** The columns of the tables in docs/payment-policies.md. */
const COLUMNS = [
  'order',
  'payment',
  'policy',
  'stock',
  '→ order',
  '→ cards',
  '→ money',
  'why',
] as const;
type Column = (typeof COLUMNS)[number];
export type PaymentCase = Readonly<Record<Column, string>>;

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The rows of every table that has these columns. */
export const readCases = (markdown: string): PaymentCase[] => {
  const cases: PaymentCase[] = [];
  let inTable = false;
  for (const line of markdown.split('\n')) {
    const cells = cellsOf(line);
    if (!line.startsWith('|')) inTable = false;
    else if (cells.join('|') === COLUMNS.join('|')) inTable = true;
    else if (inTable && !/^[|-]+$/.test(line)) {
      if (cells.length !== COLUMNS.length)
        throw new Error(`a row has ${cells.length} cells: ${line}`);
      cases.push(
        Object.fromEntries(COLUMNS.map((column, index) => [column, cells[index] ?? ''])) as Record<
          Column,
          string
        >,
      );
    }
  }
  return cases;
};

/** Runs a row and tells what happened in the row's own words: equal to the row when the row is right. */
export const runCase = (row: PaymentCase): Omit<PaymentCase, 'why'> => {
  const results = [true, false].map((inOrder) => runOnce(row, inOrder));
  const [first, second] = results.map((result) => JSON.stringify(result));
  if (first !== second)
    throw new Error(`the outcome depends on which refund succeeds first: ${first} or ${second}`);
  return results[0] as Omit<PaymentCase, 'why'>;
};

/** @param inOrder whether refunds succeed in the order in which they were decided */
const runOnce = (row: PaymentCase, inOrder: boolean): Omit<PaymentCase, 'why'> => {
  const { sale, next } = standing(row.order);
  const holdsCards = sale.order.reservation === 'held';
  sale.policies = policiesOf(row.policy);
  sale.stock = row.stock === 'yes' ? 'available' : 'short';
  const refundsBefore = sale.refunds.length;
  const payment = row.payment === 'none' ? undefined : { amount: amountOf(row.payment) };
  sale.tell(
    payment ? paid(sale.attempt(next), { amount: payment.amount }) : { kind: 'stock_looked_at' },
  );
  const { asked } = sale;
  const { state, review, reservation } = sale.order;
  const attempt = sale.attempt(payment ? next : 1);
  const refunds = sale.refunds.slice(refundsBefore);
  for (const refund of inOrder ? refunds : refunds.toReversed()) sale.tell(refundReported(refund));
  const ends = sale.order.state === state ? state : `${state} → ${sale.order.state}`;
  return {
    order: row.order,
    payment: row.payment,
    policy: asked.policies ? row.policy : 'any',
    stock: asked.stock ? row.stock : holdsCards ? 'held' : 'any',
    '→ order': review ? `${ends}, asks ${review.reason}` : ends,
    '→ cards': reservation,
    '→ money': moneyCell(paidBy(attempt), refunds, sale.order.credit),
  };
};

const moneyCell = (
  came: Money | undefined,
  refunds: Sale['refunds'],
  credit: Money | undefined,
): string => {
  const back = refunds.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const causes = refunds.map(({ cause }) => cause).join(' + ');
  const amount = back === came?.minor ? 'all' : formatDecimalAmount(cny(Number(back)));
  const parts = [
    ...(refunds.length > 0 ? [`${amount} back (${causes})`] : []),
    ...(credit ? [`${formatDecimalAmount(credit)} credit`] : []),
  ];
  return parts.join(', ') || 'all stays';
};

/** `100.00`, `100.00 USD`, `not said` */
const amountOf = (text: string): Money | undefined => {
  if (text === 'not said') return undefined;
  const [digits = '', currency = 'CNY'] = text.split(' ');
  const amount = parseDecimalAmount(digits, currencySchema.parse(currency));
  if (!amount) throw new Error(`"${text}" is no payment`);
  return amount;
};

const CARD_KINDS = { manual: 'manual', reusable: 'loop' } as const;

/** The order as a row describes it, and the number of the attempt that is paid next. */
const standing = (text: string): { sale: Sale; next: number } => {
  const [, kind, how = ''] = /^(?:(manual|reusable), )?(.+)$/.exec(text) ?? [];
  const sale = aSale(kind ? { cardKind: CARD_KINDS[kind as keyof typeof CARD_KINDS] } : {});
  const [, words = '', hours = '0'] =
    /^(overdue|expired|waits for cards) (\d+) h(?: ago)?$/.exec(how) ?? [];
  const afterExpiry = (seconds: number) => later(seconds, new Date(sale.order.expiresAt));
  const goOn = (from: Date) => {
    sale.now = later(Number(hours) * 3600, from);
  };
  switch (words || how) {
    case 'awaiting payment':
      return { sale, next: 1 };
    case 'overdue':
      goOn(afterExpiry(0));
      return { sale, next: 1 };
    case 'expired':
      sale.now = afterExpiry(0);
      sale.change({ kind: 'expire' });
      goOn(afterExpiry(0));
      return { sale, next: 1 };
    case 'waits for cards':
      sale.now = afterExpiry(60);
      sale.change({ kind: 'expire' });
      sale.change(paid(sale.attempt(1)));
      goOn(afterExpiry(60));
      return { sale, next: 2 };
    case 'cancelled':
      sale.change({ kind: 'cancel', actor: 'key', reason: undefined });
      return { sale, next: 1 };
    case 'delivered':
      sale.change(paid(sale.attempt(1)));
      return { sale, next: 2 };
    case 'refunded':
      sale.change(paid(sale.attempt(1)));
      sale.change(refundRequested());
      sale.change(refundReported(sale.refund(1)));
      return { sale, next: 2 };
    case 'under review':
      sale.change(paid(sale.attempt(1), { amount: cny(9_999) }));
      return { sale, next: 2 };
    case 'completed by hand':
      completeByHand(sale);
      return { sale, next: 1 };
    case 'completed by hand, then paid':
      completeByHand(sale);
      sale.change(paid(sale.attempt(1)));
      return { sale, next: 2 };
    default:
      throw new Error(`"${text}" describes no order`);
  }
};

const completeByHand = (sale: Sale): void => {
  sale.change({ kind: 'complete_by_hand', actor: 'Wang', reason: 'saw it', hasContent: false });
};

const camelCase = (text: string): string =>
  text.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** `default`, `any`, or settings as the API names them: `late.afterwards = hold; duplicate = hold`. */
export const policiesOf = (text: string): PaymentPolicies => {
  if (text === 'any' || text === 'default') return DEFAULT_PAYMENT_POLICIES;
  const policies: Record<string, unknown> = structuredClone(DEFAULT_PAYMENT_POLICIES);
  for (const setting of text.split('; ')) {
    const [path = '', value = ''] = setting.split(' = ');
    const [part = '', name] = path.split('.').map(camelCase);
    const known = policies[part];
    const parsed = /^\d+$/.test(value) ? Number(value) : value;
    if (name === undefined && typeof known === 'string') policies[part] = parsed;
    else if (name !== undefined && typeof known === 'object' && known !== null && name in known)
      policies[part] = { ...known, [name]: parsed };
    else throw new Error(`"${path}" is no policy`);
  }
  return paymentPoliciesSchema.parse(policies);
};
