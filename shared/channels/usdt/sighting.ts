import type { Lease } from '../../application/ports/lease-store.ts';
import { attemptIdFromProviderOrderNumber } from '../../domain/identity/ids.ts';
import type { Money } from '../../domain/money/money.ts';
import type { WatchOutcome } from '../channel.ts';
import { minorOfUnits, usdtMoney } from './amount.ts';
import { settingsOf, type UsdtContext } from './config.ts';
import { covers, readHolder } from './lease.ts';
import type { Transfer } from './ledger.ts';
import { addressResource, amountResource } from './slots.ts';

type Sighting = Extract<WatchOutcome, { kind: 'looked' }>['sightings'][number];

/** The chain knows one word for what is final. */
export const FINAL = 'confirmed';

/**
 * A final transfer as a notification of the payment whose lease it matches; of no payment when it matches none, because
 * money that came is never left unsaid.
 */
export const sightingOf = async (context: UsdtContext, transfer: Transfer): Promise<Sighting> => {
  const matched = await matchOf(context, transfer);
  const orderNumber = matched ? readHolder(matched.lease.holder).orderNumber : transfer.to;
  const attemptId = attemptIdFromProviderOrderNumber(orderNumber);
  const amount = amountOf(context, transfer, matched);
  return {
    notification: {
      kind: 'payment',
      ...(attemptId ? { attemptId } : {}),
      providerOrderNumber: orderNumber,
      providerReference: transfer.hash,
      status: 'succeeded',
      providerStatus: FINAL,
      ...(amount ? { amount } : {}),
      transferId: `${transfer.hash}:${transfer.index}`,
    },
    evidence: evidenceOf(context, transfer, matched),
  };
};

interface Match {
  readonly by: 'address' | 'amount';
  readonly lease: Lease;
}

/** Both kinds of lease are looked for: the access mode may have been changed since. */
const matchOf = async (
  { config, leases }: UsdtContext,
  { to, units, at }: Transfer,
): Promise<Match | undefined> => {
  const minor = minorOfUnits(units, settingsOf(config).decimals);
  const byAmount = await leases.newest(amountResource(config, to, minor));
  if (covers(byAmount, at)) return { by: 'amount', lease: byAmount };
  const byAddress = await leases.newest(addressResource(config, to));
  return covers(byAddress, at) ? { by: 'address', lease: byAddress } : undefined;
};

/**
 * Who sent exactly what they were asked for has paid the price: what it was raised by only tells payments apart, and is no
 * overpayment.
 */
const amountOf = (
  { config }: UsdtContext,
  { units }: Transfer,
  matched: Match | undefined,
): Money | undefined =>
  matched?.by === 'amount'
    ? usdtMoney(readHolder(matched.lease.holder).priceMinor)
    : usdtMoney(minorOfUnits(units, settingsOf(config).decimals));

const evidenceOf = (
  { config }: UsdtContext,
  transfer: Transfer,
  matched: Match | undefined,
): string => {
  const { contract, decimals } = settingsOf(config);
  const { hash, index, from, to, units, blockNumber, blockHash, at } = transfer;
  return JSON.stringify({
    network: config.network,
    contract,
    transaction: hash,
    event: index,
    block: blockNumber.toString(),
    ...(blockHash ? { blockHash } : {}),
    at: at.toISOString(),
    from,
    to,
    value: units.toString(),
    decimals,
    ...(matched ? { matchedBy: matched.by, lease: matched.lease.resource } : {}),
  });
};
