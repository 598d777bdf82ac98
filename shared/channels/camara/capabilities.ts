import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { currencySchema } from '../../domain/money/money.ts';
import type { CamaraConfig } from './config.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['carrier_billing'],
  currencies: currencySchema.options.filter((currency) => currency !== 'USDT'),
  devices: ['desktop', 'mobile', 'wechat', 'alipay', 'app'],
  accessModes: ['one_step', 'two_step'],
  // Operators set far lower limits, by customer and month.
  amountMinor: { min: 1n, max: 99_999_999n },
  needsPhone: true,
  query: true,
  // Events carry no signature, only a token of ours.
  confirmByQuery: true,
  // `clientCorrelator` only SHOULD keep an operator from charging twice.
  resubmission: 'none',
  close: true,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'not said by the specification',
};

export const capabilitiesOf = ({ currency, accessMode }: CamaraConfig): ChannelCapabilities => ({
  ...capabilities,
  currencies: [currency],
  accessModes: [accessMode],
});
