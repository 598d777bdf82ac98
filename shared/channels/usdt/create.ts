import { formatDecimalAmount, money } from '../../domain/money/money.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { UsdtContext } from './config.ts';
import { takeSlot } from './lease.ts';
import { NETWORKS } from './networks.ts';

type Reason = Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'];

const didNotHappen = (reason: Reason, detail: string): CreateOutcome => ({
  kind: 'did_not_happen',
  reason,
  detail,
});

/**
 * Gives the payment an address, or an amount at an address, for itself. Nobody is called: the chain takes money whether it
 * is looked at or not. Without a slot no address is shown to anybody, so that no money can come.
 */
export const create = async (
  context: UsdtContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { config } = context;
  const { methods, amountMinor } = capabilitiesOf(config);
  const { amount, method } = request;
  if (amount.currency !== 'USDT')
    return didNotHappen('currency_not_supported', `not in ${amount.currency}`);
  if (!methods.includes(method)) return didNotHappen('method_unavailable', `not by ${method}`);
  if (amount.minor < amountMinor.min || amount.minor > amountMinor.max)
    return didNotHappen('amount_out_of_range', 'it would be taken for dust, or is too much');
  const slot = await takeSlot(context, request);
  if (!slot)
    return didNotHappen(
      'limit_reached',
      'no address or amount is free: add addresses, or shorten the cooldown',
    );
  return {
    kind: 'happened',
    nextAction: {
      kind: 'address',
      address: slot.address,
      network: NETWORKS[config.network].name,
      amount: shown(slot.askedMinor),
    },
  };
};

/** With two decimals at least, and none that says nothing. */
const shown = (minor: bigint): string =>
  formatDecimalAmount(money('USDT', minor)).replace(/(\.\d\d\d*?)0+$/, '$1');
