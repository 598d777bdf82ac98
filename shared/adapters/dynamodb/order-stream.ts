import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { NewRow } from '../../application/ports/order-store.ts';
import { parseOrderRow, workKindOf } from './order-items.ts';

/**
 * Reads a stream record's new image as something to pass on; `undefined` for rows that need nothing (cards, delivered
 * content, traces). Those are not even parsed: Lambda hands binary attributes over as base64 text.
 *
 * @throws ZodError when the row is not what this code writes
 */
export const newRowOf = (image: Record<string, AttributeValue>): NewRow | undefined => {
  if (workKindOf(image.sk?.S ?? '') === undefined) return undefined;
  const row = parseOrderRow(unmarshall(image));
  switch (row.kind) {
    case 'order':
    case 'attempt':
      return row;
    case 'outbox': {
      const { pk, sk, events, followUps } = row.outbox;
      return { kind: 'outbox', entry: { key: { pk, sk }, events, followUps } };
    }
    case 'refund':
    case 'cards':
    case 'content':
    case 'other':
      return undefined;
  }
};
