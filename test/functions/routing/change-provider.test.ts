import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '#shared/platform/http/call.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const VERBS = [
  ['drain', 'draining'],
  ['freeze', 'frozen'],
  ['enable', 'enabled'],
] as const;

const statusesOf = async (key: Caller): Promise<Map<string, string>> => {
  const { body } = await routing.call(key, 'GET /v1/channels');
  const { data } = body as { data: { id: string; status: string }[] };
  return new Map(data.map(({ id, status }) => [id, status]));
};

const change = (key: Caller | undefined, verb: string, provider = 'epay') =>
  routing.call(key, `POST /v1/channels/providers/${provider}/${verb}`);

describe('POST /v1/channels/providers/:provider/{drain,freeze,enable}', () => {
  test.each(VERBS)(
    '200: %s changes all of its accounts, in whatever state they are',
    async (verb, status) => {
      const key = routing.newKey();
      const ids = [
        await addChannel(routing, key),
        await addChannel(routing, key, { status: 'frozen' }),
        await addChannel(routing, key, { status: 'draining' }),
      ];
      const reply = await change(key, verb);
      expect(reply.status).toBe(200);
      const { data } = reply.body as { data: { id: string; status: string }[] };
      expect(data.map((it) => [it.id, it.status])).toEqual(ids.map((id) => [id, status]));
      expect([...(await statusesOf(key))]).toEqual(ids.map((id) => [id, status]));
      // Once more: nothing changes, not even the time of the last change.
      expect((await change(key, verb)).body).toEqual(reply.body);
    },
  );

  test('200: leaves accounts at other providers alone', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    const id = await addChannel(routing, key);
    const other = await addChannel(routing, key);
    const stored = await routing.channels.read(tenant, other);
    if (!stored) throw new Error('no such channel');
    await routing.channels.update({ ...stored, provider: 'elsewhere', version: 2 });
    await change(key, 'freeze');
    expect(await statusesOf(key)).toEqual(
      new Map([
        [id, 'frozen'],
        [other, 'enabled'],
      ]),
    );
  });

  test('200: wins against edits that go on at the same moment', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const [frozen] = await Promise.all([
      change(key, 'freeze'),
      ...[1, 2, 3].map((n) =>
        routing.call(key, `PATCH /v1/channels/${id}`, { label: `edit ${n}` }),
      ),
    ]);
    expect(frozen?.status).toBe(200);
    expect([...(await statusesOf(key)).values()]).toEqual(['frozen']);
  });

  test.each(VERBS)("404: nobody can %s another merchant's accounts", async (verb) => {
    const owner = routing.newKey();
    await addChannel(routing, owner, { status: 'draining' });
    expect((await change(routing.newKey(), verb)).status).toBe(404);
    expect([...(await statusesOf(owner)).values()]).toEqual(['draining']);
  });

  test('404: at a provider without an account, known or not', async () => {
    const key = routing.newKey();
    await addChannel(routing, key);
    for (const provider of ['stripe', 'nobody']) {
      expect((await change(key, 'freeze', provider)).status).toBe(404);
    }
  });

  test('401: without a key', async () => {
    expect((await change(undefined, 'freeze')).status).toBe(401);
  });
});
