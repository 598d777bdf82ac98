import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { grabpay } from '#shared/channels/grabpay/index.ts';
import { AN_ORDER_NUMBER, NOW } from '#test/channels/conformance/contexts.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { scriptedHttp } from '../support/scripted-http.ts';

test('the headers that a notification is judged by are kept with it', async () => {
  const body = Buffer.from(`{"partnerTxID":"${AN_ORDER_NUMBER}","txStatus":"success"}`);
  const date = NOW.toUTCString();
  const digest = createHash('sha256').update(body).digest('base64');
  const signature = createHmac('sha256', 'a-partner-secret')
    .update(`POST\napplication/json\n${date}\n/callbacks/grabpay/ch_1\n${digest}\n`)
    .digest('base64');
  const headers: Record<string, string> = {
    cookie: 'a stranger’s',
    authorization: `p:${signature}`,
    'content-type': 'application/json',
    date,
  };
  const kept = Object.fromEntries(
    Object.entries(headers).filter(([name]) => grabpay.evidenceHeaders?.includes(name)),
  );
  const outcome = await grabpay.notification(
    {
      channelId: 'ch_1',
      mode: 'test',
      config: { country: 'SG', partnerId: 'p', merchantId: 'm', clientId: 'c' },
      credentials: { partnerSecret: 'a-partner-secret', clientSecret: 'a-client-secret' },
      notifyUrl: 'https://callbacks.example.com/callbacks/grabpay/ch_1',
      http: scriptedHttp(),
      leases: leasesInMemory(),
      now: NOW,
    },
    { httpMethod: 'POST', headers: kept, query: '', body },
  );
  expect(outcome.kind).toBe('verified');
});
