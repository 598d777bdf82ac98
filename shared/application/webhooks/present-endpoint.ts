import { liveSecrets, type WebhookEndpoint } from '../../domain/webhooks/endpoint.ts';

/** An endpoint as the API shows it: when its secrets began and end, never what they are. */
export const presentEndpoint = (endpoint: WebhookEndpoint, now: Date) => ({
  object: 'webhook_endpoint' as const,
  id: endpoint.id,
  mode: endpoint.tenant.mode,
  url: endpoint.url,
  description: endpoint.description,
  events: endpoint.subscription,
  status: endpoint.disabled ? ('disabled' as const) : ('enabled' as const),
  disabled_reason: endpoint.disabled?.reason ?? null,
  disabled_at: endpoint.disabled?.at ?? null,
  failing_since: endpoint.failingSince ?? null,
  secrets: liveSecrets(endpoint, now).map(({ createdAt, endsAt }) => ({
    created_at: createdAt,
    ends_at: endsAt ?? null,
  })),
  created_at: endpoint.createdAt,
  updated_at: endpoint.updatedAt,
});
