import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ReceiveCallbackDeps,
  receiveCallback,
} from '#shared/application/callbacks/receive-callback.ts';
import { md5Signature } from '#shared/channels/epay/sign.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { bytesOf } from '#shared/channels/wire/fields.ts';
import { type CallbackMessage, callbackMessageSchema } from '#shared/contract/queues.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, aTenant, NOW } from '#test/support/builders.ts';
import { leasesInMemory } from '#test/support/leases.ts';

const KEY = 'a-key-of-this-test-0001';
const OTHER_KEY = 'another-key-of-this-test';
const tenant = aTenant();
const orderNumber = providerOrderNumberOf(attemptIdOf(systemRuntime.newId('order'), 1));

const epayChannel = (changes: Partial<Channel> = {}): Channel =>
  aChannel(tenant, {
    provider: 'epay',
    config: {
      gatewayUrl: 'https://gateway.example',
      pid: '1001',
      protocol: 'v1',
      accessMode: 'page',
    },
    ...changes,
  });

let channels: Channel[];
let keys: Map<string, string>;
let queued: CallbackMessage[];
let counted: string[];
let deps: ReceiveCallbackDeps;
beforeEach(() => {
  channels = [epayChannel(), epayChannel()];
  keys = new Map(channels.map(({ id }, index) => [id, index === 0 ? KEY : OTHER_KEY]));
  queued = [];
  counted = [];
  deps = {
    channels: {
      list: async () => channels,
      read: async (_tenant, id) => channels.find((channel) => channel.id === id),
      findOwner: async (id) => channels.find((channel) => channel.id === id)?.tenant,
    },
    registry: channelRegistry,
    sealer: {
      newDataKey: async () => {
        throw new Error('receiving seals nothing');
      },
      open: async (_sealed, { id }) => JSON.stringify({ key: keys.get(id) }),
    },
    http: { request: async () => ({ kind: 'not_sent', detail: 'receiving calls nobody' }) },
    leases: leasesInMemory(),
    callbacksBaseUrl: 'https://callbacks.example',
    now: () => NOW,
    queue: {
      send: async (messages) =>
        void queued.push(
          ...messages.map(({ message }) =>
            callbackMessageSchema.parse(
              JSON.parse(
                JSON.stringify(message, (_key, value) =>
                  typeof value === 'bigint' ? Number(value) : value,
                ),
              ),
            ),
          ),
        ),
    },
    runtime: { ...systemRuntime, now: () => NOW },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics: { count: (name) => counted.push(name) },
    maxBodyBytes: 64_000,
  };
});

const signed = (changes: Record<string, string> = {}, key = KEY): Record<string, string> => {
  const fields: Record<string, string> = {
    pid: '1001',
    trade_no: '2026050112000012345',
    out_trade_no: orderNumber,
    type: 'alipay',
    name: '视频会员',
    money: '9.90',
    trade_status: 'TRADE_SUCCESS',
    ...changes,
  };
  const wire = new Map(Object.entries(fields).map(([name, value]) => [name, bytesOf(value)]));
  return { ...fields, sign: md5Signature(wire, key), sign_type: 'MD5' };
};

const receive = (
  query: Record<string, string> | string,
  channelId = channels[0]?.id ?? '',
  provider = 'epay',
) =>
  receiveCallback(deps, {
    provider,
    channelId,
    httpMethod: 'GET',
    headers: {},
    query: typeof query === 'string' ? query : new URLSearchParams(query).toString(),
    body: new Uint8Array(),
  });

describe('a genuine notification', () => {
  it('is queued once with its exact query and answered with exactly "success"', async () => {
    const query = new URLSearchParams(signed()).toString();
    expect(await receive(query)).toMatchObject({ status: 200, body: 'success' });
    expect(queued).toMatchObject([
      {
        query,
        channelId: channels[0]?.id,
        notification: {
          providerOrderNumber: orderNumber,
          status: 'succeeded',
          amount: { currency: 'CNY', minor: 990n },
        },
      },
    ]);
    expect(counted).toEqual(['CallbackAccepted']);
  });

  it('is answered so that the provider repeats it when the queue is out of reach', async () => {
    deps = { ...deps, queue: { send: async () => Promise.reject(new Error('SQS is down')) } };
    const reply = await receive(signed());
    expect(reply.body).not.toContain('success');
    expect(reply.status).toBeGreaterThanOrEqual(500);
  });

  it.each(['draining', 'frozen'] as const)(
    'is still believed when its channel is %s',
    async (status) => {
      channels = [{ ...epayChannel(), id: channels[0]?.id ?? '', status }];
      expect((await receive(signed())).body).toBe('success');
      expect(queued).toHaveLength(1);
    },
  );
});

describe('a forged notification is never queued and never answered with success', () => {
  const forgeries: [string, () => Promise<{ body: string }>][] = [
    ['signed with another key', () => receive(signed({}, 'guessed-key-of-somebody'))],
    [
      'signed with the key of another channel of the same shop',
      () => receive(signed({}, OTHER_KEY)),
    ],
    ['sent to another channel than the one that signed', () => receive(signed(), channels[1]?.id)],
    ['signed with an empty key', () => receive(signed({}, ''))],
    [
      'without a signature',
      () => {
        const { sign: _sign, ...rest } = signed();
        return receive(rest);
      },
    ],
    ['with a changed amount', () => receive({ ...signed(), money: '0.01' })],
    ['of another account', () => receive(signed({ pid: '1002' }))],
    ['with a field twice', () => receive(`${new URLSearchParams(signed())}&money=0.01`)],
    ['to a channel that does not exist', () => receive(signed(), systemRuntime.newId('channel'))],
    ['to another provider’s address', () => receive(signed(), channels[0]?.id, 'alipay')],
    ['of nonsense', () => receive('%%%=%zz&&&=')],
  ];

  it.each(forgeries)('%s', async (_name, forge) => {
    expect((await forge()).body).not.toContain('success');
    expect(queued).toEqual([]);
    expect(counted).toEqual(['CallbackRejected']);
  });

  it('not even when the channel’s own key is blank', async () => {
    keys.set(channels[0]?.id ?? '', '');
    await expect(receive(signed({}, ''))).rejects.toThrow();
    expect(queued).toEqual([]);
  });

  it('nor when its body is larger than any provider sends', async () => {
    const reply = await receiveCallback(deps, {
      provider: 'epay',
      channelId: channels[0]?.id ?? '',
      httpMethod: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      query: '',
      body: new Uint8Array(70_000),
    });
    expect(reply.body).not.toContain('success');
    expect(queued).toEqual([]);
  });
});
