import type { StripeContext } from '#shared/channels/stripe/config.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { scriptedHttp } from '../support/scripted-http.ts';

export const aContext = (change: Partial<StripeContext> = {}): StripeContext => ({
  channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
  mode: 'test',
  config: { accessMode: 'hosted' },
  credentials: {
    secretKey: 'sk_test_aSecretKeyOfTheShop',
    webhookSecret: 'whsec_aSigningSecretOfTheEndpoint',
  },
  notifyUrl: 'https://callbacks.example.com/callbacks/stripe/ch_01k9gfm0c8e4ravxk1q3j7zw99',
  http: scriptedHttp(),
  leases: leasesInMemory(),
  now: NOW,
  ...change,
});
