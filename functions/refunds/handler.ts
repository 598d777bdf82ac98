import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { api } from '#shared/platform/http/api.ts';
import { observe } from '#shared/platform/observe.ts';
import { apiServices } from '../wiring/api-services.ts';
import { orderServices } from '../wiring/order-services.ts';
import { createRefund } from './create-refund.ts';
import { listRefunds } from './list-refunds.ts';
import { readRefund } from './read-refund.ts';
import { resolveRefund } from './resolve-refund.ts';

const documents = createDocumentClient();
const deps = orderServices(documents, observe('refunds'));

/** A merchant's refunds. They are recorded here; the queue `follow-ups` sends them to the providers. */
export const handler = api(apiServices('refunds', documents), [
  createRefund(deps),
  listRefunds(deps),
  readRefund(deps),
  resolveRefund(deps),
]);
