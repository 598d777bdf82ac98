import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { EPAY_METHODS } from './config.ts';

/** What the protocol can carry; single gateways may offer less. */
export const capabilities: ChannelCapabilities = {
  methods: EPAY_METHODS,
  currencies: ['CNY'],
  devices: ['desktop', 'mobile', 'wechat', 'alipay'],
  accessModes: ['page', 'api'],
  // The open engine stores decimal(10,2).
  amountMinor: { min: 1n, max: 9_999_999_999n },
  query: true,
  // The open engine finds its order by our number and hands it out again, or refuses when parameters differ.
  resubmission: 'same_number',
  close: false,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'after 1 min, then 2 min, 16 min, 36 min and 1 h later; then never again',
};
