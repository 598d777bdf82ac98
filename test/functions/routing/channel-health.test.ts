import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reserveCapWrite } from '#shared/adapters/dynamodb/cap-writes.ts';
import { writeTransaction } from '#shared/adapters/dynamodb/transaction.ts';
import { channelHealth } from '#shared/contract/api/routing.ts';
import { capDay } from '#shared/domain/channels/cap-day.ts';
import { money } from '#shared/domain/money/money.ts';
import type { Caller } from '#shared/platform/http/call.ts';
import { addChannel, newTenant, type RoutingApi, startRoutingApi } from './routing-api.ts';

let routing: RoutingApi;
beforeAll(async () => {
  routing = await startRoutingApi();
});
afterAll(() => routing?.stop());

const hoursFromNow = (hours: number): string =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

const healthOf = async (key: Caller) => {
  const reply = await routing.call(key, 'GET /v1/channels/health');
  expect(reply.status).toBe(200);
  return channelHealth.reply.parse(reply.body).data;
};

describe('GET /v1/channels/health', () => {
  test('200: a channel without trouble takes payments', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key);
    expect(await healthOf(key)).toEqual([
      {
        object: 'channel_health',
        channel: id,
        label: 'My gateway',
        provider: 'epay',
        status: 'enabled',
        role: 'main',
        takes_payments: true,
        reasons: [],
        cap: null,
        maintenance: { now: false, next: null },
      },
    ]);
  });

  test('200: says why a channel takes none, in both languages', async () => {
    const key = routing.newKey();
    const id = await addChannel(routing, key, {
      maintenance: [
        { starts_at: hoursFromNow(30), ends_at: hoursFromNow(31) },
        { starts_at: hoursFromNow(-1), ends_at: hoursFromNow(1) },
        { starts_at: hoursFromNow(20), ends_at: hoursFromNow(21) },
      ],
    });
    await routing.call(key, `POST /v1/channels/${id}/freeze`);
    const [health] = await healthOf(key);
    expect(health).toMatchObject({
      takes_payments: false,
      status: 'frozen',
      reasons: [
        {
          code: 'channel_not_enabled',
          en: 'The channel is frozen and takes no new payments.',
          zh: '通道状态为“冻结”，不接新单。',
        },
        { code: 'maintenance_now' },
      ],
      maintenance: { now: true },
    });
    const next = Date.parse(health?.maintenance.next?.starts_at ?? '');
    expect(Math.abs(next - Date.now() - 20 * 3_600_000)).toBeLessThan(60_000);
  });

  test('200: shows what payments of today have reserved of a cap, and stops when it is used up', async () => {
    const tenant = newTenant();
    const key = routing.newKey(tenant);
    // A zone where it is noon or so: the day must not turn while the test runs.
    const zone = new Date().getUTCHours() < 12 ? 'Asia/Shanghai' : 'America/New_York';
    const id = await addChannel(routing, key, {
      daily_cap: 10_000,
      min_amount: 100,
      day_zone: zone,
    });
    const day = capDay(new Date(), zone);
    const reserve = (minor: number) =>
      writeTransaction(routing.dynamo.documents, [
        {
          write: reserveCapWrite(routing.dynamo.tables.channels, tenant, {
            kind: 'reserve',
            channelId: id,
            day,
            amount: money('CNY', minor),
            cap: money('CNY', 10_000),
          }),
          refusal: 'cap_reached',
        },
      ]);
    await reserve(9_900);
    expect(await healthOf(key)).toMatchObject([
      { takes_payments: true, cap: { day, amount: 10_000, reserved: 9_900, left: 100 } },
    ]);
    await reserve(1);
    expect(await healthOf(key)).toMatchObject([
      {
        takes_payments: false,
        reasons: [{ code: 'daily_cap_reached' }],
        cap: { reserved: 9_901, left: 99 },
      },
    ]);
  });

  test("200: shows nobody else's channels", async () => {
    await addChannel(routing, routing.newKey());
    expect(await healthOf(routing.newKey())).toEqual([]);
  });

  test('401: without a key', async () => {
    expect((await routing.call(undefined, 'GET /v1/channels/health')).status).toBe(401);
  });
});
