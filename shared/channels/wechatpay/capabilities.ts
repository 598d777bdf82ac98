import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { ACCESS_MODES } from './products.ts';

/** What the protocol can carry; what one account has is `capabilitiesOf` in `modes.ts`. */
export const capabilities: ChannelCapabilities = {
  methods: ['wechat_pay'],
  currencies: ['CNY'],
  devices: ['desktop', 'mobile', 'wechat'],
  accessModes: ACCESS_MODES,
  // The documents name one ceiling: 10 million yuan for an order inside a combined payment.
  amountMinor: { min: 1n, max: 1_000_000_000n },
  // JSAPI支付: after the authorisation, WeixinJSBridge pays.
  clientSdks: { wechat: 'wechat_jsapi' },
  query: true,
  // The same number with the same parameters is the same order, with a fresh code or link.
  resubmission: 'same_number',
  close: true,
  refund: 'full_and_partial',
  statement: true,
  notificationRetries:
    'after 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 3 × 30 min, 60 min, 3 × 3 h and 2 × 6 h',
};
