import { REPOSITORY } from '#infra/bundle.ts';
import { cachedAssembly } from '#infra/local/assembly/cached-assembly.ts';
import { updateChannel } from '#shared/contract/api/channels.ts';
import { createProduct, importCards } from '#shared/contract/api/delivery.ts';
import { updatePaymentPolicies } from '#shared/contract/api/merchants.ts';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { createWebhookEndpoint } from '#shared/contract/api/webhooks.ts';
import type { CallInput, CallReply } from '#shared/contract/client/call-input.ts';
import { startJourney } from '#test/journeys/support/stack.ts';
import type { Goods } from './buyer-plan.ts';
import { Chronicle } from './chronicle.ts';
import type { Plan } from './plan.ts';
import { startReceiver } from './receiver.ts';
import { Shop } from './shop.ts';

/** Prices in minor units. */
const PRICES: Readonly<Record<Goods, number>> = {
  month: 990,
  trial: 350,
  loop: 1_990,
  manual: 5_000,
};
/** Places in the list of gateways: one account has a daily cap, one has every payment confirmed by a question. */
const CAPPED = 1;
const CONFIRMED = 2;

/** A fresh stack with the demo shop's three gateways, and a shop in it as the plan wants it. */
export const openShop = async (plan: Plan): Promise<Shop> => {
  const { folder } = await cachedAssembly(REPOSITORY, () => {});
  const journey = await startJourney({ assembly: folder });
  const receiver = await startReceiver();
  const shop = new Shop({ journey, receiver, chronicle: new Chronicle() });
  try {
    await furnish(shop, plan);
    return shop;
  } catch (error) {
    await shop.stop();
    throw error;
  }
};

/** The channel whose notifications are not believed without a question. */
export const confirmedChannelOf = ({ gateways }: Shop): string => channelAt(gateways, CONFIRMED);

const channelAt = ({ channelIds }: Shop['gateways'], place: number): string => {
  const channelId = channelIds[place];
  if (!channelId) throw new RangeError(`the shop has no account at gateway ${place}`);
  return channelId;
};

const furnish = async (shop: Shop, plan: Plan): Promise<void> => {
  await sure(shop, updatePaymentPolicies, { body: plan.policies });
  await sure(shop, updateChannel, {
    params: { channelId: channelAt(shop.gateways, CAPPED) },
    body: { daily_cap: plan.dailyCapMinor },
  });
  await sure(shop, updateChannel, {
    params: { channelId: channelAt(shop.gateways, CONFIRMED) },
    body: { confirm_from: 0, role: 'main' },
  });
  const { secret } = await sure(shop, createWebhookEndpoint, { body: { url: shop.receiver.url } });
  shop.receiver.trust(secret);
  shop.products = {
    month: await addProduct(shop, 'month', plan),
    trial: await addProduct(shop, 'trial', plan),
    loop: await addProduct(shop, 'loop', plan),
    manual: await addProduct(shop, 'manual', plan),
  };
};

const addProduct = async (shop: Shop, goods: Goods, plan: Plan): Promise<string> => {
  const { id } = await sure(shop, createProduct, {
    body: {
      name: `会员 ${goods}`,
      price_amount: PRICES[goods],
      currency: 'CNY',
      card_kind: goods === 'loop' || goods === 'manual' ? goods : 'unique',
    },
  });
  if (plan.stock[goods] > 0)
    await addCards(shop, id, { batch: `${goods}-first`, cards: plan.stock[goods] });
  return id;
};

/** Puts new cards on the shelf, however often the call is cut off. */
export const addCards = async (
  shop: Shop,
  productId: string,
  { batch, cards }: { batch: string; cards: number },
): Promise<void> => {
  const { imported } = await sure(shop, importCards, {
    params: { productId },
    body: {
      batch_id: batch,
      cards: Array.from({ length: cards }, (_, index) => `${batch}-${index + 1}`.toUpperCase()),
    },
  });
  shop.chronicle.importedCards += imported;
};

/** A call that must succeed, or there is no story to tell. */
const sure = async <Route extends RouteContract>(
  { merchant }: Shop,
  route: Route,
  input: CallInput<Route>,
): Promise<CallReply<Route>> => {
  const ended = await merchant.call(route, input);
  if (ended.kind === 'answered') return ended.reply;
  const how = ended.kind === 'refused' ? ended.code : 'no answer';
  throw new Error(`${route.operationId} failed: ${how}`);
};
