import { z } from 'zod';
import type { Order } from '../../domain/orders/order.ts';
import { secretContext } from '../../domain/webhooks/endpoint.ts';
import type { DeliveryHook, HookAnswer } from '../ports/delivery-hook.ts';
import type { InventoryStore } from '../ports/inventory-store.ts';
import type { FollowUpQueue } from '../ports/queue.ts';
import type { Sealer } from '../ports/sealer.ts';
import { type ChangeOrderDeps, changeOrder } from './change-order.ts';
import { scheduleFollowUps } from './follow-up.ts';
import { presentOrderSummary } from './present-order.ts';
import { sealContent } from './seal-content.ts';

export interface CallHookDeps extends ChangeOrderDeps {
  readonly inventory: Pick<InventoryStore, 'readProduct'>;
  readonly sealer: Sealer;
  readonly hook: DeliveryHook;
  readonly followUps: FollowUpQueue;
}

const answerSchema = z.object({ content: z.string().min(1).max(10_000) });

/**
 * Asks the merchant's system for what a paid order of a manual product delivers. The order's id is the message's id in
 * every try; only one answer is ever delivered, whichever is recorded first.
 */
export const callHook = async (deps: CallHookDeps, order: Order): Promise<void> => {
  const { tenant, id: orderId } = order;
  const now = deps.runtime.now();
  if (!order.hook || order.hook.nextAt > now.toISOString()) return;
  const supplied = await ask(deps, order, now);
  const result = await changeOrder(deps, {
    tenant,
    orderId,
    event:
      supplied.kind === 'content'
        ? { kind: 'hook_delivered' }
        : { kind: 'hook_failed', detail: supplied.detail },
    ...(supplied.kind === 'content'
      ? { manualContent: await sealContent(deps.sealer, order, supplied.content) }
      : {}),
  });
  const next = result.kind === 'changed' ? result.after.order : undefined;
  if (next?.state !== 'paid' || !next.hook) return;
  await scheduleFollowUps(
    deps.followUps,
    [{ kind: 'look_at_order', tenant, orderId, dueAt: next.hook.nextAt }],
    deps.runtime.now(),
  );
};

type Supplied =
  | { readonly kind: 'content'; readonly content: string }
  | { readonly kind: 'nothing'; readonly detail: string };

const ask = async (deps: CallHookDeps, order: Order, now: Date): Promise<Supplied> => {
  const product = await deps.inventory.readProduct(order.tenant, order.product.id);
  if (!product?.deliveryHook)
    return { kind: 'nothing', detail: 'the product has no delivery hook any more' };
  const { url, secret } = product.deliveryHook;
  const answer = await deps.hook.ask({
    url,
    messageId: order.id,
    signedAt: now,
    body: JSON.stringify({ type: 'delivery.requested', data: presentOrderSummary(order, now) }),
    secret: await deps.sealer.open(secret, secretContext(order.tenant, product.id)),
  });
  return read(answer);
};

/** What the merchant wrote is never quoted: it may hold what the buyer paid for. */
const read = (answer: HookAnswer): Supplied => {
  if (answer.kind === 'failed') return { kind: 'nothing', detail: answer.detail };
  if (answer.status === 202) return { kind: 'nothing', detail: 'the hook answered "later" (202)' };
  if (answer.status !== 200)
    return { kind: 'nothing', detail: `the hook answered ${answer.status}` };
  const parsed = answerSchema.safeParse(parseJson(answer.body));
  return parsed.success
    ? { kind: 'content', content: parsed.data.content }
    : {
        kind: 'nothing',
        detail: 'the hook answered 200 without {"content": "…"} of 1 to 10,000 characters',
      };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
