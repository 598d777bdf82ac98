import { METRICS } from '../../contract/metrics.ts';
import type { CallbackMessage } from '../../contract/queues.ts';
import type { VerifiedNotification } from '../../domain/callbacks/notification.ts';
import { notifiedStatus } from '../../domain/callbacks/notified-order.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import type { WatchOutcome } from '../ports/channel-port.ts';
import type { CallbackQueue } from '../ports/queue.ts';
import type { Log, Metrics, Runtime } from '../ports/runtime.ts';
import type { WatchTurns } from '../ports/watch-store.ts';
import { type OpenChannelDeps, openChannel } from '../routing/open-channel.ts';
import type { Ledger } from './ledgers-to-watch.ts';

export interface LookAtLedgerDeps extends OpenChannelDeps {
  readonly turns: WatchTurns;
  readonly queue: CallbackQueue;
  readonly runtime: Pick<Runtime, 'now' | 'newId' | 'sha256'>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What this process has queued lately: ledgers show the same transfer again and again. */
  readonly queued: Set<string>;
}

/**
 * - `seen`: all there was to see.
 * - `behind`: there is more to see at once.
 * - `not_ours`: somebody else watches it.
 * - `failed`: nobody knows what there was to see; it is still there at the next look.
 */
export type Look = 'seen' | 'behind' | 'not_ours' | 'failed';

/** Whoever dies loses the turn by then. A slower look costs a second one by somebody else, and nothing more. */
const TURN_MILLIS = 30_000;
/** Remembered sightings; beyond it they are queued once more, which changes nothing. */
const MAX_QUEUED = 20_000;

/**
 * One look at an account's ledger. What it shows goes the way of notifications; only when all of it is safely queued the
 * cursor moves on, so that a crash shows it again.
 */
export const lookAtLedger = async (
  deps: LookAtLedgerDeps,
  ledger: Ledger,
  holder: string,
): Promise<Look> => {
  try {
    const now = deps.runtime.now();
    const until = new Date(now.getTime() + TURN_MILLIS);
    const turn = await deps.turns.take(ledger, { holder, now, until });
    if (!turn) return 'not_ours';
    const { port, context } = await openChannel(deps, ledger.channel);
    if (!port.watch) return 'not_ours';
    const outcome = await port.watch(context, turn.cursor);
    if (outcome.kind === 'unknown') return failed(deps, ledger, outcome.detail);
    await queueSightings(deps, ledger, outcome.sightings);
    if (outcome.cursor === turn.cursor) return 'seen';
    const moved = await deps.turns.moveCursor(ledger, {
      holder,
      from: turn.cursor,
      to: outcome.cursor,
    });
    return moved && outcome.isBehind ? 'behind' : 'seen';
  } catch (error) {
    return failed(deps, ledger, error);
  }
};

const failed = (
  { log, metrics }: LookAtLedgerDeps,
  { channelId, channel: { provider } }: Ledger,
  detail: unknown,
): Look => {
  metrics.count(METRICS.ledgerUnseen, 1, { provider });
  log.warn('a ledger could not be looked at', { provider, channelId, detail });
  return 'failed';
};

type Sightings = Extract<WatchOutcome, { kind: 'looked' }>['sightings'];

const queueSightings = async (
  deps: LookAtLedgerDeps,
  ledger: Ledger,
  sightings: Sightings,
): Promise<void> => {
  const fresh = sightings
    .map((sighting) => ({ ...sighting, key: keyOf(deps, ledger, sighting.notification) }))
    .filter(({ key }) => !deps.queued.has(key));
  if (fresh.length === 0) return;
  await deps.queue.send(
    fresh.map((sighting) => ({
      message: messageOf(deps, ledger, sighting),
      group: tenantKey(ledger.channel.tenant),
    })),
  );
  if (deps.queued.size + fresh.length > MAX_QUEUED) deps.queued.clear();
  for (const { key } of fresh) deps.queued.add(key);
  deps.metrics.count(METRICS.callbackAccepted, fresh.length);
  const strange = fresh.filter(({ notification }) => notifiedStatus(notification) === 'unknown');
  if (strange.length > 0)
    deps.metrics.count(METRICS.providerUnknownWord, strange.length, {
      provider: ledger.channel.provider,
    });
};

const keyOf = (
  { runtime }: LookAtLedgerDeps,
  { channelId, account }: Ledger,
  notification: VerifiedNotification,
): string =>
  runtime.sha256(
    JSON.stringify([channelId, account, notification], (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  );

/** As if the ledger had notified us. */
const messageOf = (
  { runtime }: LookAtLedgerDeps,
  { channelId, channel: { tenant, provider }, accountVersions }: Ledger,
  { notification, evidence }: Sightings[number],
): CallbackMessage => ({
  id: runtime.newId('callback'),
  tenant,
  channelId,
  provider,
  receivedAt: runtime.now().toISOString(),
  httpMethod: 'WATCH',
  query: '',
  contentType: 'application/json',
  body: Buffer.from(evidence).toString('base64'),
  notification,
  accountVersions: [...accountVersions],
  // We have asked the ledger ourselves.
  confirm: false,
});
