import { dynamoBuyerHabits } from '#shared/adapters/dynamodb/buyer-habits.ts';
import { createDocumentClient } from '#shared/adapters/dynamodb/client.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import { observe } from '#shared/platform/observe.ts';
import { buyerGuard } from './buyer-guard.ts';
import { channelServices } from './channel-services.ts';
import { orderServices } from './order-services.ts';
import { routingGuidance } from './routing-guidance.ts';
import { shopServices } from './shop-services.ts';
import { stepWatch } from './step-watch.ts';

/** What a buyer's checkout needs, as JSON or as a page: orders and the shop's accounts. */
export const checkoutServices = (stage: string) => {
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
      habits: dynamoBuyerHabits({
        documents,
        tableName: readEnvironment(ENV.channelsTable)[ENV.channelsTable],
      }),
      guidance: routingGuidance(documents, observed.log),
      stopwatch: stepWatch(observed),
    },
  };
};
