import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { parseOrderRow } from './order-items.ts';

/**
 * Reads a stream record's new image as an attempt; `undefined` for any other row.
 *
 * @throws ZodError when the row is not what this code writes
 */
export const attemptOf = (
  image: Record<string, AttributeValue>,
): { readonly tenant: Tenant; readonly attempt: Attempt } | undefined => {
  const row = parseOrderRow(unmarshall(image));
  return row.kind === 'attempt' ? { tenant: row.tenant, attempt: row.attempt } : undefined;
};
