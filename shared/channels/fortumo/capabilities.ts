import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { currencySchema } from '../../domain/money/money.ts';
import type { FortumoConfig } from './config.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['carrier_billing'],
  currencies: currencySchema.options.filter((currency) => currency !== 'USDT'),
  devices: ['desktop', 'mobile', 'wechat', 'alipay', 'app'],
  accessModes: ['pin'],
  // Operators set far lower limits, by customer and month.
  amountMinor: { min: 1n, max: 99_999_999n },
  needsPhone: true,
  // Callbacks are all there is.
  query: false,
  resubmission: 'none',
  close: true,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'not documented; those of its older products up to 20 times',
};

export const capabilitiesOf = ({ currency }: FortumoConfig): ChannelCapabilities => ({
  ...capabilities,
  currencies: [currency],
});
