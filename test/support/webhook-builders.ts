import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { type Delivery, deliverySchema } from '#shared/domain/webhooks/delivery.ts';
import { type WebhookEndpoint, webhookEndpointSchema } from '#shared/domain/webhooks/endpoint.ts';
import { type MerchantEvent, merchantEventSchema } from '#shared/domain/webhooks/event.ts';
import { newDelivery } from '#shared/domain/webhooks/start-delivery.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant, NOW } from './builders.ts';

const SEALED = { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) };

export const anEvent = (changes: Partial<MerchantEvent> = {}): MerchantEvent =>
  merchantEventSchema.parse({
    id: systemRuntime.newId('event'),
    type: 'order.delivered',
    tenant: aTenant(),
    objectId: systemRuntime.newId('order'),
    sequence: 3,
    createdAt: NOW.toISOString(),
    data: { object: 'order', amount: 990, product: { name: '视频会员月卡' }, contact: null },
    ...changes,
  });

export const anEndpoint = (
  tenant: Tenant = aTenant(),
  changes: Partial<WebhookEndpoint> = {},
): WebhookEndpoint =>
  webhookEndpointSchema.parse({
    id: systemRuntime.newId('webhookEndpoint'),
    tenant,
    url: 'https://shop.example.com/hooks',
    description: '',
    subscription: ['*'],
    secrets: [{ sealed: SEALED, createdAt: NOW.toISOString() }],
    version: 1,
    createdAt: NOW.toISOString(),
    updatedAt: NOW.toISOString(),
    ...changes,
  });

export const aDelivery = (changes: Partial<Delivery> = {}): Delivery =>
  deliverySchema.parse({
    ...newDelivery(
      {
        tenant: aTenant(),
        eventId: systemRuntime.newId('event'),
        endpointId: systemRuntime.newId('webhookEndpoint'),
      },
      NOW,
    ),
    ...changes,
  });
