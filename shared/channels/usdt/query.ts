import { type Money, money } from '../../domain/money/money.ts';
import type { PaymentReference, QueryOutcome } from '../channel.ts';
import { minorOfUnits, usdtMoney } from './amount.ts';
import { settingsOf, type UsdtContext } from './config.ts';
import { earliest, findSlot, leaseEnd } from './lease.ts';
import type { Found, Transfer } from './ledger.ts';
import { openLedger } from './open-ledger.ts';
import { FINAL } from './sighting.ts';

/** Looks on the chain for what came to the payment's slot since it was made. */
export const query = async (
  context: UsdtContext,
  payment: PaymentReference,
): Promise<QueryOutcome> => {
  const { config, now } = context;
  const slot = await findSlot(context, payment);
  if (!slot)
    return now > leaseEnd(config, payment)
      ? { kind: 'unknown', detail: 'its address may belong to a later payment by now' }
      : { kind: 'not_found', detail: 'no address was given to this payment' };
  const isByAmount = config.accessMode === 'amount';
  const searched = await openLedger(context).search({
    address: slot.address,
    ...(isByAmount ? { minor: slot.askedMinor } : {}),
    since: earliest(payment.createdAt),
  });
  if (searched.kind === 'failed') {
    const { detail, reason } = searched;
    return { kind: 'unknown', detail, ...(reason ? { reason } : {}) };
  }
  return answerOf(payment, now, searched, (transfers) =>
    isByAmount
      ? money('USDT', payment.amount.minor * BigInt(transfers.length))
      : sumOf(context, transfers),
  );
};

const sumOf = ({ config }: UsdtContext, transfers: readonly Transfer[]): Money | undefined => {
  const { decimals } = settingsOf(config);
  return usdtMoney(transfers.reduce((sum, { units }) => sum + minorOfUnits(units, decimals), 0n));
};

const answerOf = (
  payment: PaymentReference,
  now: Date,
  { transfers, isComplete }: Found,
  worth: (transfers: readonly Transfer[]) => Money | undefined,
): QueryOutcome => {
  const final = transfers.filter(({ isFinal }) => isFinal);
  const providerReference = final[0]?.hash ?? transfers[0]?.hash;
  const reference = providerReference ? { providerReference } : {};
  const paid = worth(final);
  if (!paid) return { kind: 'unknown', detail: 'more came than any amount here can be' };
  const isEnough = paid.minor >= payment.amount.minor;
  if (!isEnough && !isComplete)
    return {
      kind: 'unknown',
      detail: 'too much lies between then and now for one search; the watch reports what comes',
    };
  // What is too little may still be made up for until the payment ends.
  if (isEnough || (paid.minor > 0n && now >= payment.expiresAt))
    return {
      kind: 'found',
      status: 'succeeded',
      providerStatus: FINAL,
      amount: paid,
      ...reference,
    };
  return {
    kind: 'found',
    status: 'pending',
    providerStatus: transfers.length === 0 ? 'nothing_came' : waitingFor(final),
    ...reference,
  };
};

const waitingFor = (final: readonly Transfer[]): string =>
  final.length === 0 ? 'unconfirmed' : 'partly_paid';
