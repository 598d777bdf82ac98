import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { ENV } from '#shared/contract/environment.ts';
import { observe } from '#shared/platform/observe.ts';
import { buyerGuard } from './buyer-guard.ts';
import { channelServices } from './channel-services.ts';
import { messageQueues } from './message-queues.ts';
import { orderServices } from './order-services.ts';
import { routingGuidance } from './routing-guidance.ts';
import { shopServices } from './shop-services.ts';

/** What it takes to take a payment a step on while its buyer waits. */
export const stepServices = (stage: string) => {
  const documents = createDocumentClient();
  const observed = observe(stage);
  const { deviceSecret, limiter } = buyerGuard(documents);
  return {
    documents,
    deviceSecret,
    deps: {
      limiter,
      ...channelServices(documents),
      ...orderServices(documents, observed),
      ...shopServices(documents),
      guidance: routingGuidance(documents, observed.log),
      followUps: messageQueues(ENV.followUpsQueueUrl).followUps,
    },
  };
};
