import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { COUNTRIES, type GrabpayConfig } from './config.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['grabpay'],
  currencies: Object.values(COUNTRIES).map(({ currency }) => currency),
  devices: ['desktop', 'mobile'],
  accessModes: ['one_time_charge'],
  amountMinor: { min: 1n, max: 999_999_999_999n },
  query: true,
  // Its format is from memory: a notification only makes us ask.
  confirmByQuery: true,
  resubmission: 'none',
  close: false,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'not documented in public',
};

export const capabilitiesOf = ({ country }: GrabpayConfig): ChannelCapabilities => ({
  ...capabilities,
  currencies: [COUNTRIES[country].currency],
});
