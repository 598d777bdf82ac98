import type { Channel } from '../../domain/channels/channel.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import { formatDecimalAmount, type Money } from '../../domain/money/money.ts';
import { amountRange } from '../../domain/routing/constraints/amount-range.ts';
import type { ChannelPort } from '../ports/channel-port.ts';
import { accountCapabilities } from './account-capabilities.ts';

type Limits = Pick<
  Channel,
  'config' | 'methods' | 'currency' | 'minAmount' | 'maxAmount' | 'dailyCap'
>;

/**
 * Refuses a channel that could never take a payment, or that offers what its provider cannot do in the mode that its settings choose.
 *
 * @throws AppError invalid_channel_config with the offending field
 */
export const checkChannelLimits = (port: ChannelPort, limits: Limits): void => {
  const { provider } = port;
  const capabilities = accountCapabilities(port, limits) ?? port.capabilities;
  const foreign = limits.methods.findIndex((method) => !capabilities.methods.includes(method));
  if (foreign >= 0) {
    const offered = capabilities.methods.join(', ');
    throw refused(
      `methods[${foreign}]`,
      `${provider} cannot carry ${limits.methods[foreign]}; it offers ${offered}`,
    );
  }
  if (!capabilities.currencies.includes(limits.currency)) {
    const taken = capabilities.currencies.join(', ');
    throw refused('currency', `${provider} does not take ${limits.currency}; it takes ${taken}`);
  }
  const { min, max } = amountRange({ channel: limits, capabilities });
  if (max && max.minor < min.minor) {
    throw refused(
      limits.minAmount && limits.minAmount.minor === min.minor ? 'min_amount' : 'max_amount',
      `no payment fits: it would take ${words(min)} to ${words(max)}`,
    );
  }
  if (limits.dailyCap && limits.dailyCap.minor < min.minor) {
    throw refused('daily_cap', `no payment fits: the smallest one is ${words(min)}`);
  }
};

const words = (amount: Money): string => `${formatDecimalAmount(amount)} ${amount.currency}`;

const refused = (param: string, message: string): AppError =>
  new AppError('invalid_channel_config', `"${param}": ${message}.`, { param });
