import { formatDecimalAmount, parseDecimalAmount, sameMoney } from '../../domain/money/money.ts';
import type { NextAction } from '../../domain/orders/attempt.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { type Fields, textField } from '../wire/fields.ts';
import { capabilitiesOf } from './capabilities.ts';
import { postSigned } from './client.ts';
import type { EpusdtContext } from './config.ts';
import { leavesOpen, orderStatus, refusalReason } from './status.ts';

/** BEpusdt's `trade_type`, and what buyers know the network as. */
const NETWORKS = {
  usdt_trc20: { tradeType: 'usdt.trc20', network: 'TRC20' },
  usdt_erc20: { tradeType: 'usdt.erc20', network: 'ERC20' },
  usdt_bep20: { tradeType: 'usdt.bep20', network: 'BEP20' },
} as const;

/** BEpusdt refuses shorter ones. */
const MIN_TIMEOUT_SECONDS = 120;
/** How much sooner than ours the gateway's own time may end for its address to be shown here. */
const TOLERATED_MILLIS = 5_000;

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

/** Asks the gateway for an address and the exact amount of USDT. */
export const create = async (
  context: EpusdtContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const obstacle = obstacleOf(context, request);
  if (obstacle) return obstacle;
  const reply = await postSigned(
    context,
    'api/v1/order/create-transaction',
    messageOf(context, request),
  );
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return { kind: 'unknown', detail: reply.detail };
    case 'refused': {
      const { code, message } = reply;
      const detail = message || `the gateway answered status ${code}`;
      return leavesOpen(code, message)
        ? { kind: 'unknown', detail }
        : didNotHappen(refusalReason(code, message), detail);
    }
    case 'done':
      return accepted(context, request, reply.data);
  }
};

const obstacleOf = (
  { config }: EpusdtContext,
  { amount, method }: CreateRequest,
): CreateOutcome | undefined => {
  const { currencies, methods, amountMinor } = capabilitiesOf(config);
  if (!currencies.includes(amount.currency))
    return didNotHappen('currency_not_supported', `not in ${amount.currency}`);
  if (!methods.includes(method) || !(method in NETWORKS))
    return didNotHappen('method_unavailable', `not by ${method}`);
  return amount.minor < amountMinor.min || amount.minor > amountMinor.max
    ? didNotHappen('amount_out_of_range', 'the gateway does not carry this amount')
    : undefined;
};

const messageOf = ({ config, notifyUrl, now }: EpusdtContext, request: CreateRequest) => {
  const common = {
    order_id: request.orderNumber,
    amount: Number(formatDecimalAmount(request.amount)),
    notify_url: notifyUrl,
    redirect_url: request.returnUrl,
  };
  if (config.dialect === 'epusdt') return common;
  const seconds = Math.floor((request.expiresAt.getTime() - now.getTime()) / 1000);
  return {
    ...common,
    trade_type: networkOf(request).tradeType,
    fiat: request.amount.currency,
    name: request.subject.slice(0, 64),
    timeout: Math.max(MIN_TIMEOUT_SECONDS, seconds),
  };
};

const networkOf = ({ method }: CreateRequest) => NETWORKS[method as keyof typeof NETWORKS];

/** What came back must be our order, for our amount, and still to be paid: only then is it shown to a buyer. */
const accepted = (context: EpusdtContext, request: CreateRequest, data: Fields): CreateOutcome => {
  const unknown = (detail: string): CreateOutcome => ({ kind: 'unknown', detail });
  if (textField(data, 'order_id') !== request.orderNumber)
    return unknown('the gateway answered about another order');
  const amount = parseDecimalAmount(textField(data, 'amount', 40), request.amount.currency);
  if (!amount || !sameMoney(amount, request.amount))
    return unknown(`the gateway made an order for "${textField(data, 'amount', 40)}"`);
  const word = textField(data, 'status', 20);
  if (word !== '' && orderStatus(word) !== 'pending')
    return unknown(`the gateway has this order already, in status ${word}`);
  const nextAction = nextActionOf(context, request, data);
  const providerReference = textField(data, 'trade_id', 64);
  if (!nextAction || providerReference === '') return unknown('the gateway named no way to pay');
  return { kind: 'happened', nextAction, providerReference };
};

/**
 * The address itself, when the gateway watches it for as long as we show it; its own page otherwise, which tells buyers
 * when the time is over: what is paid later is not seen by the gateway.
 */
const nextActionOf = (
  context: EpusdtContext,
  request: CreateRequest,
  data: Fields,
): NextAction | undefined => {
  const address = textField(data, 'token', 128);
  const amount = textField(data, 'actual_amount', 40);
  const isWatchedLongEnough =
    endOf(context, data) >= request.expiresAt.getTime() - TOLERATED_MILLIS;
  if (isWatchedLongEnough && /^[A-Za-z0-9]{20,128}$/.test(address) && /^\d+(\.\d+)?$/.test(amount))
    return { kind: 'address', address, network: networkOf(request).network, amount };
  const url = URL.parse(textField(data, 'payment_url', 2_000));
  return url?.protocol === 'https:' || url?.protocol === 'http:'
    ? { kind: 'redirect', url: url.href }
    : undefined;
};

/** `expiration_time`: a time in seconds (Epusdt), or the seconds that are left (BEpusdt). */
const endOf = ({ config, now }: EpusdtContext, data: Fields): number => {
  const seconds = Number(textField(data, 'expiration_time', 20) || 'NaN');
  if (!Number.isFinite(seconds)) return 0;
  return config.dialect === 'epusdt' ? seconds * 1000 : now.getTime() + seconds * 1000;
};
