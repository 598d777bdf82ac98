import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { stripe } from '#shared/channels/stripe/index.ts';
import { NOW } from '#test/channels/conformance/contexts.ts';
import { aContext } from './a-context.ts';

test('the header that an event is judged by is kept with it', async () => {
  const context = aContext();
  const payload =
    '{"id":"evt_1","type":"x","livemode":false,"data":{"object":{"object":"x","id":"1"}}}';
  const headers: Record<string, string> = {
    cookie: 'a stranger’s',
    'stripe-signature': Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: context.credentials.webhookSecret,
      timestamp: NOW.getTime() / 1000,
    }),
  };
  const kept = Object.fromEntries(
    Object.entries(headers).filter(([name]) => stripe.evidenceHeaders?.includes(name)),
  );
  const callback = { httpMethod: 'POST', headers: kept, query: '', body: Buffer.from(payload) };
  expect((await stripe.notification(context, callback)).kind).toBe('verified');
});
