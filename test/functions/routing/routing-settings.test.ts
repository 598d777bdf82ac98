import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routingSettingsObject } from '#shared/contract/api/routing-settings.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { addChannel, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const settingsOf = async (key: Caller) =>
  routingSettingsObject.parse((await routing.call(key, 'GET /v1/routing/settings')).body);

describe('routing settings', () => {
  test('200: are the defaults until somebody changes them', async () => {
    expect(await settingsOf(routing.newKey())).toMatchObject({
      strategy: 'best',
      margin_basis_points: 1_500,
      forced: null,
      updated_at: null,
    });
  });

  test('200: what is absent stays, and another merchant keeps theirs', async () => {
    const [key, other] = [routing.newKey(), routing.newKey()];
    await routing.call(key, 'PATCH /v1/routing/settings', { failure_amount: 70 });
    const reply = await routing.call(key, 'PATCH /v1/routing/settings', { strategy: 'priority' });
    expect(reply.status).toBe(200);
    expect(await settingsOf(key)).toMatchObject({ strategy: 'priority', failure_amount: 70 });
    expect(await settingsOf(other)).toMatchObject({ strategy: 'best', failure_amount: 25 });
  });

  test('200: two changes at once both count', async () => {
    const key = routing.newKey();
    await Promise.all([
      routing.call(key, 'PATCH /v1/routing/settings', { failure_amount: 71 }),
      routing.call(key, 'PATCH /v1/routing/settings', { loyalty_amount: 72 }),
    ]);
    expect(await settingsOf(key)).toMatchObject({ failure_amount: 71, loyalty_amount: 72 });
  });

  test.each([
    [{ exploration_share: 0.5 }, 'exploration_share'],
    [{ margin_basis_points: -1 }, 'margin_basis_points'],
    [{ strategy: 'cheapest' }, 'strategy'],
    [{ epsilon: 1 }, 'epsilon'],
  ])('400: %j names the field', async (body, param) => {
    const reply = await routing.call(routing.newKey(), 'PATCH /v1/routing/settings', body);
    expect(reply).toMatchObject({ status: 400, body: { error: { param } } });
  });
});

describe('channels that are put first by hand', () => {
  test('200: are shown with the reason until they are taken back', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    const reply = await routing.call(key, 'POST /v1/routing/force', {
      channels: [id],
      reason: 'the other gateway is moving',
      actor: 'Li',
    });
    expect(reply.status).toBe(200);
    expect((await settingsOf(key)).forced).toMatchObject({ channels: [id], actor: 'Li' });
    await routing.call(key, 'DELETE /v1/routing/force');
    expect((await settingsOf(key)).forced).toBeNull();
  });

  test("404: another merchant's channel cannot be forced", async () => {
    const id = await addChannel(routing, routing.newKey());
    const reply = await routing.call(routing.newKey(), 'POST /v1/routing/force', {
      channels: [id],
      reason: 'mine now',
    });
    expect(reply.status).toBe(404);
  });
});

describe("all of a provider's accounts", () => {
  test('200: are frozen and enabled at once; repeating it changes nothing', async () => {
    const key = routing.newKey();
    const ids = [await addChannel(routing, key), await addChannel(routing, key)];
    for (let round = 0; round < 2; round += 1) {
      const reply = await routing.call(key, 'POST /v1/channels/providers/epay/freeze');
      expect(reply.status).toBe(200);
      const { data } = reply.body as { data: { id: string; status: string }[] };
      expect(data.map(({ id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'frozen']));
    }
    await routing.call(key, 'POST /v1/channels/providers/epay/enable');
    const list = await routing.call(key, 'GET /v1/channels');
    expect(list.body).toMatchObject({ data: [{ status: 'enabled' }, { status: 'enabled' }] });
  });

  test('404: of a provider without an account', async () => {
    const reply = await routing.call(routing.newKey(), 'POST /v1/channels/providers/epay/drain');
    expect(reply.status).toBe(404);
  });
});
