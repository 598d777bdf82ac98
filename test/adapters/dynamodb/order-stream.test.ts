import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import {
  attemptItem,
  CARDS_SK,
  orderItem,
  outboxItem,
} from '#shared/adapters/dynamodb/order-items.ts';
import { newRowOf } from '#shared/adapters/dynamodb/order-stream.ts';
import { followUpMessages } from '#shared/application/orders/follow-up.ts';
import { merchantEvents } from '#shared/application/orders/merchant-events.ts';
import { refundIdOf } from '#shared/domain/identity/ids.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAttempt, anOrder, NOW } from '#test/support/builders.ts';

const image = (item: Record<string, unknown>) => marshall(item, { removeUndefinedValues: true });

describe('a record of the orders stream', () => {
  const order = anOrder();

  it('of an order, an attempt and an outbox item is read as it was written', () => {
    const attempt = anAttempt(order);
    const events = merchantEvents(systemRuntime, {
      order,
      refunds: [],
      announce: [{ type: 'order.paid', sequence: 1 }],
    });
    const followUps = followUpMessages(
      order,
      [
        { kind: 'close_attempt', attemptId: attempt.id },
        { kind: 'submit_refund', refundId: refundIdOf(order.id, 1) },
      ],
      NOW,
    );
    expect(newRowOf(image(orderItem(order)))).toEqual({ kind: 'order', order });
    expect(newRowOf(image(attemptItem(order.tenant, attempt)))).toEqual({
      kind: 'attempt',
      tenant: order.tenant,
      attempt,
    });
    expect(newRowOf(image(outboxItem(order, { events, followUps }, NOW)))).toMatchObject({
      kind: 'outbox',
      entry: { events, followUps },
    });
  });

  it('of cards is left alone, in the form in which Lambda hands binary values over: base64 text', () => {
    const cards = [
      {
        M: {
          cardId: { S: 'card_x' },
          sealed: { M: { wrappedKey: { B: 'AQ==' }, data: { B: 'Ag==' } } },
        },
      },
    ];
    const record = { pk: { S: 'mer_x.test#ord_x' }, sk: { S: CARDS_SK }, cards: { L: cards } };
    expect(newRowOf(record as unknown as Parameters<typeof newRowOf>[0])).toBeUndefined();
  });

  it('that is not what we write is not guessed at', () => {
    expect(() =>
      newRowOf(image({ pk: 'mer_x.test#ord_x', sk: 'ORDER', state: 'shipped' })),
    ).toThrow();
  });
});
