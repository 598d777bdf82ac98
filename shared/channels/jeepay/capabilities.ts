import { type ChannelCapabilities, paymentMethodSchema } from '../../domain/channels/channel.ts';
import { type JeepayConfig, methodsOf } from './config.ts';

/** What the protocol can carry; which ways an application has is the gateway's setup. */
export const capabilities: ChannelCapabilities = {
  methods: paymentMethodSchema.options,
  currencies: ['CNY'],
  devices: ['desktop', 'mobile', 'wechat', 'alipay'],
  accessModes: ['api'],
  amountMinor: { min: 1n, max: 9_999_999_999n },
  query: true,
  // A number twice is refused.
  resubmission: 'none',
  close: true,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: '6 times within 150 s: at once, then 30, 60, 90, 120 and 150 s later',
};

export const capabilitiesOf = (config: JeepayConfig): ChannelCapabilities => ({
  ...capabilities,
  methods: methodsOf(config),
});
