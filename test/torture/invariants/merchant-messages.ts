import type { Invariant } from './invariants.ts';

/** Which event a step of an order's story announces. */
const ANNOUNCED: Readonly<Record<string, string>> = {
  delivered: 'order.delivered',
  expired: 'order.expired',
  cancelled: 'order.cancelled',
  refund_succeeded: 'refund.succeeded',
  refund_failed: 'refund.failed',
};

/** I5: the outbox is empty, every announced step is in the list once, and everything in the list arrived. */
export const merchantMessages: Invariant = ({
  state: { orders, outboxRows, events },
  received,
}) => [
  ...(outboxRows > 0 ? [`${outboxRows} outbox rows are left`] : []),
  ...events.flatMap(({ id, type }) => (received.has(id) ? [] : [`${type} ${id} never arrived`])),
  ...orders.flatMap(({ order }) =>
    order.timeline.flatMap(({ what, sequence, refundId }) => {
      const type = ANNOUNCED[what];
      if (!type || (type.startsWith('refund.') && !refundId)) return [];
      // A failed refund is told twice in the story: what became of it, and that a person has to look.
      if (what === 'refund_failed' && isQuestion(order.timeline, sequence)) return [];
      const told = events.filter(
        (event) =>
          event.type === type &&
          (refundId && type.startsWith('refund.')
            ? event.objectId === refundId
            : event.objectId === order.id && event.sequence === sequence),
      );
      return told.length === 1
        ? []
        : [`${order.id}: step ${sequence} (${what}) is told ${told.length} times`];
    }),
  ),
];

const isQuestion = (
  timeline: readonly { what: string; sequence: number; actor: string }[],
  sequence: number,
): boolean => timeline.find((entry) => entry.sequence === sequence)?.actor === 'system';
