import type { Channel } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import { providerOrderNumberOf } from '../../domain/identity/ids.ts';
import { type Tenant, tenantKey } from '../../domain/identity/tenant.ts';
import { dueForProbe, type ProbeOrder } from '../../domain/routing/probes/due-for-probe.ts';
import { type Probe, probedEvents, probeSchema } from '../../domain/routing/probes/probe.ts';
import { returnAddress, sharedReturnOf } from '../checkout/return-address.ts';
import type { CreateOutcome, PaymentReference } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { KnowledgeReader } from '../ports/learning-store.ts';
import type { BrokenTenant, BrokenTenants, ProbeStore } from '../ports/probe-store.ts';
import type { Log, Runtime } from '../ports/runtime.ts';
import { candidatesOf } from './candidates-of.ts';
import { type LearnDeps, learnFrom } from './learn.ts';
import { type OpenChannelDeps, type OpenedChannel, openChannel } from './open-channel.ts';

export interface ProbeDeps extends OpenChannelDeps, LearnDeps {
  readonly channels: ChannelReader;
  readonly knowledge: Pick<KnowledgeReader, 'snapshot'>;
  readonly probes: ProbeStore;
  readonly broken: BrokenTenants;
  readonly runtime: Pick<Runtime, 'now' | 'newId'>;
  readonly log: Log;
}

/** A probe that is not over after so long lost the process that made it. */
const LOST_AFTER_MILLIS = 120_000;
/** An order that nobody closed ends by itself at the provider. */
const LIFE_MILLIS = 900_000;
/** How far back is looked for lost probes. */
const LOOKED_BACK_MILLIS = 3_600_000;

/**
 * Tests broken channels whose pause is over with synthetic orders, where the provider can close them: made, asked about,
 * closed. A channel that takes one is open to single small payments of buyers, which show whether orders are also paid;
 * one that does not is left alone for the next, longer pause.
 *
 * One shop's trouble, of whatever kind, keeps no other's channels from being probed.
 */
export const probeChannels = async (deps: ProbeDeps): Promise<void> => {
  for (const listed of await deps.broken.list()) {
    try {
      await probeTenant(deps, listed);
    } catch (error) {
      deps.log.error('broken channels of a tenant could not be probed', {
        tenant: tenantKey(listed.tenant),
        error,
      });
    }
  }
};

const probeTenant = async (deps: ProbeDeps, listed: BrokenTenant): Promise<void> => {
  const { tenant } = listed;
  const now = deps.runtime.now();
  const channels = await deps.channels.list(tenant);
  await finishLost(deps, tenant, { channels, now });
  const healths = (await deps.knowledge.snapshot(tenant))?.channels ?? [];
  const broken = new Map(
    healths.filter(({ openedAt }) => openedAt !== undefined).map((health) => [health.id, health]),
  );
  if (broken.size === 0) return deps.broken.forget(listed);
  const candidates = await candidatesOf(deps.registry, channels);
  await Promise.all(
    channels.map(async (channel, index) => {
      const [candidate, health] = [candidates[index], broken.get(channel.id)];
      const order = candidate && health && dueForProbe(candidate, health, now);
      if (order) await probe(deps, tenant, { channel, order });
    }),
  );
};

const probe = async (
  deps: ProbeDeps,
  tenant: Tenant,
  { channel, order }: { readonly channel: Channel; readonly order: ProbeOrder },
): Promise<void> => {
  const now = deps.runtime.now();
  const opened = await openChannel(deps, channel);
  const begun = probeSchema.parse({
    id: deps.runtime.newId('attempt'),
    channelId: channel.id,
    amount: order.amount,
    method: order.method,
    device: order.device,
    startedAt: now.toISOString(),
    isClosed: false,
  });
  if (!(await deps.probes.begin(tenant, begun))) return;
  const outcome = await create(opened, begun, deps);
  if (outcome.kind === 'did_not_happen') {
    const { health } = FAILURES[outcome.reason];
    // A refusal for the sake of this order says nothing about others.
    const result = health === 'buyer' || health === 'issuer' ? 'unknown' : 'refused';
    return finish(deps, tenant, { ...begun, result, isClosed: true, detail: outcome.detail });
  }
  const isKnown = outcome.kind === 'happened' && (await isFound(opened, begun));
  const isClosed = await close(opened, begun);
  await finish(deps, tenant, {
    ...begun,
    result: isKnown && isClosed ? 'taken' : 'unknown',
    isClosed,
    ...(outcome.kind === 'unknown' ? { detail: outcome.detail } : {}),
  });
};

/** Whatever is thrown on the way, the order may exist. */
const create = async (
  { port, context }: OpenedChannel,
  { id, amount, startedAt, method, device }: Probe,
  deps: ProbeDeps,
): Promise<CreateOutcome> => {
  try {
    return await port.create(context, {
      orderNumber: providerOrderNumberOf(id),
      amount,
      method,
      device,
      subject: 'Test order, closed at once',
      returnUrl: returnAddress(deps.callbacksBaseUrl, 'probe'),
      sharedReturn: sharedReturnOf(returnAddress(deps.callbacksBaseUrl, 'probe')),
      buyerIp: '127.0.0.1',
      createdAt: new Date(startedAt),
      expiresAt: lifeEnd(startedAt),
    });
  } catch (error) {
    return { kind: 'unknown', detail: String(error) };
  }
};

const referenceOf = ({ id, amount, startedAt, method, device }: Probe): PaymentReference => ({
  orderNumber: providerOrderNumberOf(id),
  amount,
  method,
  device,
  createdAt: new Date(startedAt),
  expiresAt: lifeEnd(startedAt),
});

const lifeEnd = (startedAt: string): Date => new Date(Date.parse(startedAt) + LIFE_MILLIS);

const isFound = async ({ port, context }: OpenedChannel, begun: Probe): Promise<boolean> => {
  try {
    return (await port.query(context, referenceOf(begun))).kind === 'found';
  } catch {
    // Not answered is not found: the result says that nobody knows.
    return false;
  }
};

const close = async ({ port, context }: OpenedChannel, begun: Probe): Promise<boolean> => {
  try {
    return (await port.close?.(context, referenceOf(begun)))?.kind === 'closed';
  } catch {
    // It ends by itself; the record says that it is not known to be closed.
    return false;
  }
};

/** Records the result, then learns it. A crash in between costs the result: the next minute probes anew. */
const finish = async (deps: ProbeDeps, tenant: Tenant, over: Probe): Promise<void> => {
  const ended: Probe = { ...over, endedAt: deps.runtime.now().toISOString() };
  if (!(await deps.probes.finish(tenant, ended))) return;
  deps.log.info('a broken channel was probed', {
    channel: ended.channelId,
    result: ended.result,
    closed: ended.isClosed,
    detail: ended.detail,
  });
  await learnFrom(deps, tenant, probedEvents(ended));
};

/** Closes what a crash left behind: whether the provider took it, nobody knows any more. */
const finishLost = async (
  deps: ProbeDeps,
  tenant: Tenant,
  { channels, now }: { readonly channels: readonly Channel[]; readonly now: Date },
): Promise<void> => {
  const known = await deps.probes.list(tenant, new Date(now.getTime() - LOOKED_BACK_MILLIS));
  for (const begun of known) {
    const age = now.getTime() - Date.parse(begun.startedAt);
    if (begun.endedAt !== undefined || age < LOST_AFTER_MILLIS) continue;
    const channel = channels.find(({ id }) => id === begun.channelId);
    const isClosed = channel ? await close(await openChannel(deps, channel), begun) : false;
    await finish(deps, tenant, { ...begun, result: 'unknown', isClosed });
  }
};
