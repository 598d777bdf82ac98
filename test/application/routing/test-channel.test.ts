import { describe, expect, test } from 'vitest';
import type { ChannelPort, QueryOutcome } from '#shared/application/ports/channel-port.ts';
import { type TestChannelDeps, testChannel } from '#shared/application/routing/test-channel.ts';
import type { FailureReason } from '#shared/domain/channels/failures/failure-reason.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAccount, aTenant } from '#test/support/an-account.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';

const channel = anAccount({ provider: 'fake' });

/** An account at a provider that is called over the network and answers as the test says. */
const desk = async (change: (port: ChannelPort) => Partial<ChannelPort>, notifyBase?: string) => {
  const { registry } = aFakeProvider();
  const port = await registry.load('fake');
  if (!port) throw new Error('no fake provider');
  const deps: TestChannelDeps = {
    ...fakeChannelServices({ registry }, () => [channel]),
    registry: { providers: ['fake'], load: async () => ({ ...port, ...change(port) }) },
    http: {
      request: async () => ({
        kind: 'response',
        status: 403,
        headers: {},
        body: '',
        bytes: new Uint8Array(),
      }),
    },
    runtime: systemRuntime,
    ...(notifyBase ? { callbacksBaseUrl: notifyBase } : {}),
  };
  return testChannel(deps, aTenant, channel.id);
};

const asking =
  (outcome: QueryOutcome): ChannelPort['query'] =>
  async ({ http }) => {
    await http.request({ method: 'GET', url: 'https://api.provider.example/v3', headers: {} });
    return outcome;
  };

const refusal = (reason: FailureReason): QueryOutcome => ({
  kind: 'unknown',
  detail: 'NO_AUTH',
  reason,
});

describe('testing an account', () => {
  test('makes the provider’s own harmless call where it has one', async () => {
    const reply = await desk(() => ({
      test: asking({ kind: 'not_found', detail: 'no such certificate' }),
      query: () => Promise.reject(new Error('nobody asked about an order')),
    }));
    expect(reply).toMatchObject({ verdict: 'works', http_status: 403 });
  });

  test('goes by the reason that the adapter reads from the refusal', async () => {
    const reply = await desk(() => ({ query: asking(refusal('method_unavailable')) }));
    expect(reply).toMatchObject({
      verdict: 'product_not_enabled',
      provider_detail: 'NO_AUTH',
      en: expect.stringContaining('not switched on'),
    });
  });

  test('warns of a notify URL that the provider cannot reach, whatever the verdict', async () => {
    const query = asking(refusal('account_suspended'));
    const reply = await desk(() => ({ query }), 'http://10.0.0.5:3000');
    expect(reply).toMatchObject({
      verdict: 'account_suspended',
      warnings: [{ code: 'notify_url_problem', en: expect.any(String), zh: expect.any(String) }],
    });
    expect(await desk(() => ({ query }))).toMatchObject({ warnings: [] });
  });

  test('cannot be done where there is nothing to ask', async () => {
    const reply = await desk(({ capabilities }) => ({
      capabilities: { ...capabilities, query: false },
    }));
    expect(reply).toMatchObject({ verdict: 'cannot_be_tested', warnings: [] });
  });
});
