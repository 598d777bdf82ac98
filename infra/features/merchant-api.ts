import type { TableUse } from './feature.ts';

/** What every function behind `/v1` needs: the caller's API key and the replies to repeated requests. */
export const MERCHANT_API = {
  merchants: { verbs: ['GetItem'] },
  idempotency: { verbs: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
} as const satisfies Record<string, TableUse>;
