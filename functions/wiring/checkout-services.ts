import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { observe } from '#shared/platform/observe.ts';
import { channelServices } from './channel-services.ts';
import { orderServices } from './order-services.ts';

/** What a buyer's checkout needs, as JSON or as a page: orders and the shop's accounts. */
export const checkoutServices = (stage: string) => {
  const documents = createDocumentClient();
  return {
    documents,
    deps: { ...channelServices(documents), ...orderServices(documents, observe(stage)) },
  };
};
