import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { channelObject, listChannels } from '#shared/contract/api/channels.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { anAccount } from '../../support/an-account.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

describe('GET /v1/channels', () => {
  test('200: pages through all channels, oldest first, each once', async () => {
    const key = routing.newKey();
    const made = [];
    for (let n = 0; n < 5; n += 1) made.push(await addChannel(routing, key, { label: `no ${n}` }));
    const seen: string[] = [];
    for (let query = '?limit=2'; query !== ''; ) {
      const reply = await routing.call(key, `GET /v1/channels${query}`);
      expect(reply.status).toBe(200);
      const page = listChannels.reply.parse(reply.body);
      seen.push(...page.data.map(({ id }) => id));
      query = page.has_more ? `?limit=2&starting_after=${seen.at(-1)}` : '';
    }
    expect(seen).toEqual(made);
  });

  test('400: a page of no size', async () => {
    const reply = await routing.call(routing.newKey(), 'GET /v1/channels?limit=0');
    expect(reply).toMatchObject({ status: 400, body: { error: { param: 'limit' } } });
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'GET /v1/channels')).status).toBe(401);
  });
});

describe('GET /v1/channels/:channelId', () => {
  test('200: the channel', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const reply = await routing.call(key, `GET /v1/channels/${id}`);
    expect(reply.status).toBe(200);
    expect(channelObject.parse(reply.body).id).toBe(id);
    // Its keys carry no date.
    expect(reply.body).toMatchObject({ expiries: [] });
  });

  test('200: also when its secrets can no longer be opened', async () => {
    const tenant = newTenant();
    const channel = anAccount({ id: systemRuntime.newId('channel'), tenant, provider: 'gone' });
    await routing.channels.create(channel);
    const reply = await routing.call(routing.newKey(tenant), `GET /v1/channels/${channel.id}`);
    expect(reply).toMatchObject({ status: 200, body: { id: channel.id, expiries: null } });
  });

  test("404: another merchant's, the other mode's, one that never was, and a malformed id look the same", async () => {
    const tenant = newTenant('test');
    const id = await addChannel(routing, routing.newKey(tenant));
    const answers = [
      await routing.call(routing.newKey(), `GET /v1/channels/${id}`),
      await routing.call(routing.newKey({ ...tenant, mode: 'live' }), `GET /v1/channels/${id}`),
      await routing.call(
        routing.newKey(tenant),
        `GET /v1/channels/${systemRuntime.newId('channel')}`,
      ),
      await routing.call(routing.newKey(tenant), 'GET /v1/channels/..%2F..%2Fetc'),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(body).toMatchObject({ error: { code: 'not_found' } });
    }
  });
});
