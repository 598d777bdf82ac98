import type { WebhookSender } from '#shared/application/ports/webhook-sender.ts';
import type { EndpointStore } from '#shared/application/ports/webhook-store.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { anEndpoint } from '#test/support/webhook-builders.ts';
import type { Process } from '../simulation/process.ts';
import type { World } from './world.ts';

const SECRET = `whsec_${Buffer.from('thirty-two bytes of test secret!').toString('base64')}`;

/** The shop's own server: takes webhooks, now and then not at once, and remembers every message. */
export class TestMerchant {
  /** Message id → how often it arrived with a success. */
  readonly received = new Map<string, number>();
  readonly endpoints: EndpointStore;
  readonly #world: World;

  constructor(world: World, tenant: Tenant) {
    this.#world = world;
    const endpoint = anEndpoint(tenant, {
      id: 'we_01k00000000000000000000001',
      secrets: [
        {
          sealed: { wrappedKey: new Uint8Array(), data: new TextEncoder().encode(SECRET) },
          createdAt: '2026-01-01T00:00:00.000Z',
        },
      ],
    });
    this.endpoints = {
      readEndpoints: async () => ({ tenant, endpoints: [endpoint], version: 1 }),
      writeEndpoints: async () => true,
      forgetAnnouncement: async () => {},
    };
  }

  senderFor(process: Process): WebhookSender {
    return {
      post: async ({ messageId }) => {
        try {
          return await process.step(
            { kind: 'call', label: 'merchant', detail: messageId.slice(-4) },
            () => this.#take(messageId),
          );
        } catch {
          return { kind: 'failed', detail: 'no answer' };
        }
      },
    };
  }

  #take(messageId: string) {
    if (this.#world.simulation.choices.chance('the merchant is busy', 12))
      return { kind: 'answered' as const, status: 500, body: 'busy' };
    this.received.set(messageId, (this.received.get(messageId) ?? 0) + 1);
    return { kind: 'answered' as const, status: 200, body: '' };
  }
}
