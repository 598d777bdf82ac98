import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { api } from '#shared/platform/http/api.ts';
import { observe } from '#shared/platform/observe.ts';
import { apiServices } from '../wiring/api-services.ts';
import { orderServices } from '../wiring/order-services.ts';
import { createRefund } from './create-refund.ts';
import { listRefunds } from './list-refunds.ts';
import { readRefund } from './read-refund.ts';
import { redirectRefund } from './redirect-refund.ts';
import { resolveRefund } from './resolve-refund.ts';

const documents = createDocumentClient();
const deps = {
  ...orderServices(documents, observe('refunds')),
  registry: channelRegistry,
  sealer: createSealer(readEnvironment(ENV.sealingKey)[ENV.sealingKey]),
};

/** A merchant's refunds. They are recorded here; the queue `follow-ups` sends them to the providers. */
export const handler = api(apiServices('refunds', documents), [
  createRefund(deps),
  listRefunds(deps),
  readRefund(deps),
  redirectRefund(deps),
  resolveRefund(deps),
]);
