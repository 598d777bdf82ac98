import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routingSettingsObject } from '#shared/contract/api/routing-settings.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { type RoutingApi, startRoutingApi } from './routing-api.ts';

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

  test('400: a force is no setting; it is given and taken back by its own route', async () => {
    const reply = await routing.call(routing.newKey(), 'PATCH /v1/routing/settings', {
      forced: null,
    });
    expect(reply).toMatchObject({ status: 400, body: { error: { param: 'forced' } } });
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'GET /v1/routing/settings')).status).toBe(401);
    expect((await routing.call(undefined, 'PATCH /v1/routing/settings', {})).status).toBe(401);
  });
});
