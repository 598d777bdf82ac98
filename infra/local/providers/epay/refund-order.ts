import type { Books, SimulatedOrder, SimulatedRefund } from './books.ts';

export type Refunding =
  | { readonly kind: 'refunded'; readonly refund: SimulatedRefund; readonly totalFen: number }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * v1, as the open engine does it: one refund an order, whole or in part. v2: parts add up, and a merchant's refund
 * number that was used before names the refund that was made then.
 */
export const refundOrder = (
  books: Books,
  order: SimulatedOrder | undefined,
  { fen, outRefundNo }: { fen: number | undefined; outRefundNo: string },
): Refunding => {
  if (!order) return { kind: 'refused', message: '当前订单不存在！' };
  if (fen === undefined) return { kind: 'refused', message: '金额输入错误' };
  const known = order.refunds.find((refund) => outRefundNo && refund.outRefundNo === outRefundNo);
  if (known) return { kind: 'refunded', refund: known, totalFen: totalOf(order) };
  if (order.state !== 'paid') return { kind: 'refused', message: '只支持退款已支付状态的订单' };
  if (totalOf(order) + fen > order.paidFen) {
    return { kind: 'refused', message: '退款金额不能大于订单金额' };
  }
  const refund = {
    refundNo: `R${order.tradeNo}${order.refunds.length + 1}`,
    outRefundNo,
    fen,
  };
  order.refunds.push(refund);
  if (order.protocol === 'v1' || totalOf(order) === order.paidFen) order.state = 'refunded';
  books.save(order);
  return { kind: 'refunded', refund, totalFen: totalOf(order) };
};

const totalOf = (order: SimulatedOrder): number =>
  order.refunds.reduce((sum, { fen }) => sum + fen, 0);
