import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { ACCESS_MODES, type AlipayConfig } from './config.ts';
import { devicesOf } from './products.ts';

/** What the protocol can carry. */
export const capabilities: ChannelCapabilities = {
  methods: ['alipay'],
  currencies: ['CNY'],
  devices: ['desktop', 'mobile', 'alipay', 'app'],
  accessModes: ACCESS_MODES,
  // The documents of all four products: 0.01 to 100,000,000 yuan. Contracts set smaller limits.
  amountMinor: { min: 1n, max: 10_000_000_000n },
  // APP支付 hands the order to the shop's own app.
  clientSdks: { app: 'alipay_app' },
  query: true,
  // One merchant's number is one trade; with other parameters it is refused (ACQ.CONTEXT_INCONSISTENT).
  resubmission: 'same_number',
  close: true,
  refund: 'full_and_partial',
  statement: true,
  notificationRetries: 'after 4 min, 10 min, 10 min, 1 h, 2 h, 6 h and 15 h; eight in 24 h 22 min',
};

/** Only buyers whom the contract's products serve. */
export const capabilitiesOf = (config: AlipayConfig): ChannelCapabilities => ({
  ...capabilities,
  accessModes: [config.accessMode],
  devices: devicesOf(config),
});
