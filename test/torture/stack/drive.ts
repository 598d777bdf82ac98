import { setTimeout as pause } from 'node:timers/promises';
import { readOrder } from '#shared/contract/api/orders.ts';
import { pay, type Visit, visit } from './buyer.ts';
import type { BuyerPlan } from './buyer-plan.ts';
import { conduct } from './conductor.ts';
import { doDeed } from './people.ts';
import type { Plan } from './plan.ts';
import type { Shop } from './shop.ts';
import { playTrick } from './strangers.ts';

const BUYERS_AT_ONCE = 10;
const TELLS_EVERY = 50;
const LOOKS = 6;
const LOOKS_AGAIN_MILLIS = 600;

/** Lets every buyer come, in the order of the plan, so many at a time, while everything else happens. */
export const drive = async (
  shop: Shop,
  plan: Plan,
  progress: (line: string) => void,
): Promise<void> => {
  const conductor = conduct(shop, plan, progress);
  const later: Promise<void>[] = [];
  const coming = plan.buyers.values();
  const till = async (): Promise<void> => {
    for (const buyer of coming) {
      shop.chronicle.begun += 1;
      if (!conductor.orderBegins(shop.chronicle.begun)) return;
      if (buyer.number % TELLS_EVERY === 0)
        progress(`${buyer.number} of ${plan.buyers.length} orders`);
      const visited = await visit(shop, buyer);
      if (!visited) continue;
      // Whoever comes back after the expiry does not keep the next buyer waiting.
      if (buyer.payment.when === 'after the expiry') {
        const returning = comeBack(shop, buyer, visited);
        // Waited for below; until then its failure is nobody's surprise.
        returning.catch(() => {});
        later.push(returning);
      } else await afterwards(shop, buyer, visited);
    }
  };
  await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, till));
  progress(`all orders are begun; ${later.length} buyers pay late`);
  await conductor.end();
  await Promise.all(later);
};

const comeBack = async (shop: Shop, plan: BuyerPlan, visited: Visit): Promise<void> => {
  const at = Date.parse(visited.order.expiresAt) + plan.payment.lateByMillis;
  await pause(Math.max(0, at - Date.now()));
  await pay(shop, plan, visited);
  await afterwards(shop, plan, visited);
};

const afterwards = async (shop: Shop, plan: BuyerPlan, { order, ways }: Visit): Promise<void> => {
  const way = ways.at(-1);
  for (const trick of way ? plan.tricks : []) if (way) await playTrick(shop, way, trick);
  if (plan.deeds.length > 0 && plan.payment.where !== 'nowhere') await untilPaid(shop, order.id);
  for (const deed of plan.deeds) await doDeed(shop, plan, order, deed);
};

/** The shop's people mostly act on what they see; not always. */
const untilPaid = async (shop: Shop, orderId: string): Promise<void> => {
  for (let look = 0; look < LOOKS; look += 1) {
    const ended = await shop.merchant.call(readOrder, { params: { orderId } });
    if (ended.kind !== 'answered' || ended.reply.paid_at !== null) return;
    await pause(LOOKS_AGAIN_MILLIS);
  }
};
