import { z } from 'zod';
import { type Money, sameMoney } from '../../domain/money/money.ts';
import { readAmount } from './amount.ts';

export const REFUNDS_PATH = 'v3/refund/domestic/refunds';

const text = z.string().max(200);

/** A refund as replies (`status`) and notifications (`refund_status`) tell it. Amounts in fen. */
const refundSchema = z.object({
  mchid: text.optional(),
  sp_mchid: text.optional(),
  sub_mchid: text.optional(),
  out_trade_no: text,
  out_refund_no: text,
  refund_id: text.optional(),
  status: text.optional(),
  refund_status: text.optional(),
  amount: z.object({ refund: z.unknown(), currency: z.unknown() }).partial().nullish(),
});
export type RefundResource = z.infer<typeof refundSchema>;

/** @returns `undefined` when it is none */
export const readRefund = (value: unknown): RefundResource | undefined =>
  refundSchema.safeParse(value).data;

export const refundedAmount = ({ amount }: RefundResource): Money | undefined =>
  readAmount(amount?.refund, amount?.currency);

/** What in a reply is not about this refund; `undefined` when all of it is. */
export const strangeIn = (
  refund: RefundResource,
  expected: { readonly orderNumber: string; readonly refundNumber: string; readonly amount: Money },
): string | undefined => {
  if (refund.out_refund_no !== expected.refundNumber) return `refund "${refund.out_refund_no}"`;
  if (refund.out_trade_no !== expected.orderNumber) return `order "${refund.out_trade_no}"`;
  const amount = refundedAmount(refund);
  return amount && sameMoney(amount, expected.amount) ? undefined : 'another amount';
};
