import { randomBytes } from 'node:crypto';
import type { FortumoContext } from './config.ts';

/** Longer than anybody asks about a payment or a refund. */
const FOREVER_MILLIS = 20 * 365 * 86_400_000;
const MAX_TURNS = 9;

export type Purpose = 'charge' | 'close' | 'refund';

export type Turn =
  /** Nobody else gets one. `giveBack`: what it was for certainly did not happen, and may be tried again. */
  | { readonly kind: 'ours'; readonly giveBack: () => Promise<void> }
  /** Somebody had it before, perhaps we ourselves. */
  | { readonly kind: 'taken'; readonly purpose: string };

/**
 * Leave to do something that must not be done twice. Fortumo wants every reference to be unique and does not promise to
 * refuse one that comes again, and nobody can ask it what it did: so a charge and a refund are asked for at most once, and a
 * payment that was closed is charged no more. A process that dies with its turn leaves it taken.
 */
export const takeTurn = async (
  { leases, config, now }: Pick<FortumoContext, 'leases' | 'config' | 'now'>,
  subject: string,
  purpose: Purpose,
): Promise<Turn> => {
  const until = new Date(now.getTime() + FOREVER_MILLIS);
  for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
    const resource = `fortumo ${config.merchantId} ${subject} ${turn}`;
    // A name of its own for every call: two at the same moment must not both have it.
    const holder = `${purpose} ${randomBytes(12).toString('base64url')}`;
    const givenBack = { resource: `${resource} given back`, holder: resource, from: now, until };
    if ((await leases.take({ resource, holder, from: now, until })) === 'taken')
      return {
        kind: 'ours',
        giveBack: async () => {
          await leases.take(givenBack);
        },
      };
    if (await leases.newest(givenBack.resource)) continue;
    const [taken = ''] = ((await leases.newest(resource))?.holder ?? '').split(' ');
    return { kind: 'taken', purpose: taken };
  }
  return { kind: 'taken', purpose: '' };
};

/** What a payment's turn was taken for, as far as it was; looking takes none. */
export const lastTurn = async (
  { leases, config }: Pick<FortumoContext, 'leases' | 'config'>,
  subject: string,
): Promise<string | undefined> => {
  for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
    const resource = `fortumo ${config.merchantId} ${subject} ${turn}`;
    const lease = await leases.newest(resource);
    if (!lease) return undefined;
    if (!(await leases.newest(`${resource} given back`))) return lease.holder.split(' ')[0];
  }
  return undefined;
};
