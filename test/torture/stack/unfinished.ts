import { parseOrderRow, refundIdOfSk, workKindOf } from '#shared/adapters/dynamodb/order-items.ts';
import { ORDER_INDEXES } from '#shared/contract/tables.ts';
import type { Journey } from '#test/journeys/support/stack.ts';
import { missedWebhooks } from './missed-webhooks.ts';
import { type QueueDepth, queueDepths } from './queues.ts';
import { type Item, readTables, type Tables } from './tables.ts';

/** What still moves, or will within the next minute. */
export interface Unfinished {
  readonly what: readonly string[];
  /**
   * Messages that a consumer works on, or that wait until the claim of one that died or failed ends. While there are
   * questions to ask, follow-ups are always being worked on.
   */
  readonly held: number;
  /** Orders that can be paid for long. */
  readonly longOrders: readonly string[];
  /** Events that the merchant has to ask for, or wait minutes. */
  readonly missed: readonly string[];
  readonly deadLetters: number;
}

const SOON_MILLIS = 60_000;
/** The sweeper leaves work alone for a minute after it is due, and its rows say when it comes. */
const SWEEP_GRACE_MILLIS = 60_000;
/** So few rows are worth telling one by one. */
const MOST_NAMED = 3;
/** Nobody waits so long for an order to expire. */
const LONG_MILLIS = 150_000;

export const unfinishedIn = (journey: Journey): Promise<Unfinished> =>
  readTables(journey, async (tables) => {
    const [depths, rows] = await Promise.all([queueDepths(journey), tables.work()]);
    const now = Date.now();
    const work = depths.filter(({ kind }) => kind === 'work');
    const soon = rows.filter((row) => isSoon(row, now));
    const left = await Promise.all(soon.map((row) => isLeftToAPerson(tables, row)));
    const deadLetters = depths
      .filter(({ kind }) => kind === 'dead')
      .reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0);
    const webhooks = soon.filter((row) => kindOf(row) === 'webhook');
    return {
      what: [
        ...work.flatMap(movingIn),
        ...countedByKind(soon.filter((_, place) => !left[place])),
        ...(deadLetters > 0 ? [`${deadLetters} dead letters`] : []),
      ],
      held: work
        .filter(({ name }) => name !== 'follow-ups' || soon.length === 0)
        .reduce((sum, { inFlight }) => sum + inFlight, 0),
      longOrders: rows
        .filter((row) => kindOf(row) === 'order' && dueAt(row) > now + LONG_MILLIS)
        .map(({ pk }) => String(pk).split('#')[1] ?? ''),
      missed: await missedWebhooks(tables, webhooks, now),
      deadLetters,
    };
  });

/** What is delayed has a row that tells when it is due, or is a leftover that nobody waits for. */
const movingIn = ({ name, waiting, inFlight }: QueueDepth): string[] => {
  const moving = waiting + inFlight;
  return moving > 0
    ? [`${moving} messages are in ${name}${inFlight > 0 ? `, ${inFlight} of them held` : ''}`]
    : [];
};

/** A refund that nobody but a person can find out about is looked at for days, and nothing comes of it. */
const isLeftToAPerson = async (tables: Tables, row: Item): Promise<boolean> => {
  if (kindOf(row) !== 'refund') return false;
  const rows = (await tables.partition('orders', String(row.pk))).map(parseOrderRow);
  const id = refundIdOfSk(String(row.sk));
  const isUnknown = rows.some(
    (one) => one.kind === 'refund' && one.refund.id === id && one.refund.state === 'unknown',
  );
  const wasAsked = rows.some(
    (one) =>
      one.kind === 'order' &&
      one.order.timeline.some(({ what, refundId }) => what === 'refund_unknown' && refundId === id),
  );
  return isUnknown && wasAsked;
};

const kindOf = ({ sk }: Item) => workKindOf(String(sk)) ?? 'webhook';

const dueAt = (row: Item): number =>
  Date.parse(String(row[ORDER_INDEXES.work.sortKey])) - SWEEP_GRACE_MILLIS;

/** Orders that await payment and events that were not told yet count whenever they are due. */
const isSoon = (row: Item, now: number): boolean =>
  ['order', 'outbox', 'webhook'].includes(kindOf(row)) || dueAt(row) <= now + SOON_MILLIS;

const countedByKind = (rows: readonly Item[]): string[] =>
  [...Map.groupBy(rows, kindOf)].map(([kind, ofKind]) => {
    const named = ofKind.map((row) => `${row.pk} ${row.sk} at ${row[ORDER_INDEXES.work.sortKey]}`);
    const shown = named.length > MOST_NAMED ? '' : `: ${named.join(', ')}`;
    return `${ofKind.length} ${kind} rows want to be looked at${shown}`;
  });
