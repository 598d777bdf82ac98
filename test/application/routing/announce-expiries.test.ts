import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoChannelOwners } from '#shared/adapters/dynamodb/channel-owners.ts';
import { dynamoChannelStore } from '#shared/adapters/dynamodb/channel-store.ts';
import { dynamoExpiryNotices } from '#shared/adapters/dynamodb/expiry-notices.ts';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import type { Expiry } from '#shared/application/ports/channel-port.ts';
import {
  type AnnounceExpiriesDeps,
  announceExpiries,
} from '#shared/application/routing/announce-expiries.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { webhookMessage } from '#shared/contract/webhook-events.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { webhookBody } from '#shared/domain/webhooks/webhook-body.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, aTenant, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';

const DAY_MILLIS = 86_400_000;
const MUCH_LATER = new Date(NOW.getTime() + 10_000 * DAY_MILLIS);
const inDays = (days: number): Date => new Date(NOW.getTime() + days * DAY_MILLIS);
const certificate = (days: number): Expiry => ({
  param: 'credentials.merchantCertificate',
  expiresAt: inDays(days),
});

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo?.stop());

/** Shops whose accounts have certificates, and the daily run. */
const watchedShops = async () => {
  const { documents, tables } = dynamo;
  const store = dynamoChannelStore({ documents, tableName: tables.channels });
  const owners = dynamoChannelOwners({ documents, tableName: tables.channels });
  const notices = dynamoExpiryNotices(documents, tables);
  const provider = aFakeProvider();
  const port = await provider.registry.load('fake');
  if (!port) throw new Error('no fake provider');
  const ends = new Map<string, readonly Expiry[] | Error>();
  port.expiries = (config) => {
    const end = ends.get((config as { name: string }).name) ?? [];
    if (end instanceof Error) throw end;
    return end;
  };
  const clock = { now: NOW };
  const counted: string[] = [];
  const logged: string[] = [];
  const log = (message: string) => {
    logged.push(message);
  };
  const mine = new Set<string>();
  const deps: AnnounceExpiriesDeps = {
    ...fakeChannelServices(provider, () => []),
    channels: store,
    owners: {
      // Other tests' shops are not this one's business.
      pages: async function* () {
        for await (const page of owners.pages())
          yield page.filter(({ merchantId }) => mine.has(merchantId));
      },
    },
    notices,
    runtime: { now: () => clock.now, newId: systemRuntime.newId },
    log: { info: log, warn: log, error: log },
    metrics: { count: (name) => counted.push(name) },
  };
  const addChannel = async (
    expiries: readonly Expiry[] | Error,
    { tenant = aTenant(), ...changes }: Partial<Channel> = {},
  ): Promise<Channel> => {
    const channel = aChannel(tenant, changes);
    const named = { ...channel, config: { name: channel.id } };
    await store.create(named);
    mine.add(tenant.merchantId);
    ends.set(channel.id, expiries);
    return named;
  };
  const runAfter = async (days: number, change: Partial<AnnounceExpiriesDeps> = {}) => {
    clock.now = inDays(days);
    await announceExpiries({ ...deps, ...change });
  };
  /** What lies in the outbox for a tenant, from where the relay and the sweeper pass it on. */
  const eventsOf = async ({ merchantId }: Tenant): Promise<MerchantEvent[]> => {
    const work = await dynamoWorkStore(documents, tables.orders).overdue(MUCH_LATER, 500);
    return work
      .flatMap((one) => (one.kind === 'outbox' ? one.entry.events : []))
      .filter((event) => event.tenant.merchantId === merchantId)
      .sort((a, b) => a.sequence - b.sequence);
  };
  return { deps, addChannel, runAfter, eventsOf, ends, counted, logged, notices };
};

const daysTold = (events: readonly MerchantEvent[]): unknown[] =>
  events.map(({ data }) => data.days_left);

describe('the daily look at expiries', () => {
  test('tells each of 30, 7 and 1 days before and the end once, however often it runs', async () => {
    const { addChannel, runAfter, eventsOf, counted } = await watchedShops();
    const { tenant, id } = await addChannel([certificate(40)]);
    for (let day = 0; day < 60; day += 0.5) await runAfter(day);
    const events = await eventsOf(tenant);
    expect(daysTold(events)).toEqual([30, 7, 1, 0]);
    expect(events.map(({ type, objectId }) => [type, objectId])).toEqual(
      Array.from({ length: 4 }, () => ['channel.expiring', id]),
    );
    expect(counted).toEqual(Array.from({ length: 4 }, () => METRICS.credentialExpiring));
  });

  test('says what the documentation promises, with no field more', async () => {
    const { addChannel, runAfter, eventsOf } = await watchedShops();
    const { tenant } = await addChannel([certificate(20)]);
    await runAfter(0);
    const [event] = await eventsOf(tenant);
    const sent = event && JSON.parse(webhookBody(event));
    expect(webhookMessage('channel.expiring').parse(sent)).toEqual(sent);
    expect(sent).toMatchObject({
      data: { param: 'credentials.merchantCertificate', days_left: 20, provider: 'fake' },
    });
  });

  test('gives the nearest notice once after days without a run, not all that were missed', async () => {
    const { addChannel, runAfter, eventsOf } = await watchedShops();
    const { tenant } = await addChannel([certificate(40)]);
    await runAfter(0);
    await runAfter(36);
    await runAfter(36.5);
    expect(daysTold(await eventsOf(tenant))).toEqual([4]);
    await runAfter(60);
    expect(daysTold(await eventsOf(tenant))).toEqual([4, -20]);
  });

  test('begins anew with the certificate that replaces one', async () => {
    const { addChannel, runAfter, eventsOf, ends } = await watchedShops();
    const { tenant, id } = await addChannel([certificate(5)]);
    await runAfter(0);
    ends.set(id, [certificate(370)]);
    await runAfter(1);
    await runAfter(345);
    expect(daysTold(await eventsOf(tenant))).toEqual([5, 25]);
  });

  test('tells two secrets of a channel apart, with a sequence that grows', async () => {
    const { addChannel, runAfter, eventsOf } = await watchedShops();
    const { tenant } = await addChannel([
      certificate(3),
      { param: 'credentials.platformCertificate', expiresAt: inDays(3) },
    ]);
    await runAfter(0);
    const events = await eventsOf(tenant);
    expect(events.map(({ data }) => data.param)).toEqual([
      'credentials.merchantCertificate',
      'credentials.platformCertificate',
    ]);
    expect(events[1]?.sequence).toBeGreaterThan(events[0]?.sequence ?? Number.NaN);
  });

  test('looks at drained and frozen channels too', async () => {
    const { addChannel, runAfter, eventsOf } = await watchedShops();
    const { tenant } = await addChannel([certificate(5)], { status: 'draining' });
    await addChannel([certificate(6)], { tenant, status: 'frozen' });
    await runAfter(0);
    expect(daysTold(await eventsOf(tenant)).sort()).toEqual([5, 6]);
  });

  test('an account that cannot be opened keeps no other from being told, of its shop or another', async () => {
    const { addChannel, runAfter, eventsOf, logged } = await watchedShops();
    const broken = await addChannel(new Error('sealed under a key that is gone'));
    await addChannel([certificate(2)], { tenant: broken.tenant });
    const other = await addChannel([certificate(2)]);
    await runAfter(0);
    expect(daysTold(await eventsOf(broken.tenant))).toEqual([2]);
    expect(daysTold(await eventsOf(other.tenant))).toEqual([2]);
    expect(logged).toContain('expiries of a channel could not be looked at');
  });

  test('a crash after the notice was recorded loses no event, and doubles none', async () => {
    const { addChannel, runAfter, eventsOf, notices } = await watchedShops();
    const { tenant } = await addChannel([certificate(2)]);
    const dies: AnnounceExpiriesDeps['notices'] = {
      announce: async (...told) => {
        await notices.announce(...told);
        throw new Error('the process died here');
      },
    };
    await runAfter(0, { notices: dies });
    expect(daysTold(await eventsOf(tenant))).toEqual([2]);
    await runAfter(0.5);
    expect(daysTold(await eventsOf(tenant))).toEqual([2]);
  });

  test('a crash before it is made good by the next run', async () => {
    const { addChannel, runAfter, eventsOf } = await watchedShops();
    const { tenant } = await addChannel([certificate(2)]);
    await runAfter(0, {
      notices: { announce: () => Promise.reject(new Error('the process died here')) },
    });
    expect(await eventsOf(tenant)).toEqual([]);
    await runAfter(0.5);
    expect(daysTold(await eventsOf(tenant))).toEqual([1]);
  });
});
