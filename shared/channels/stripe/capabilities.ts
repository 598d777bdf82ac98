import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import type { StripeConfig } from './config.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['card', 'apple_pay', 'google_pay'],
  currencies: ['USD', 'EUR', 'GBP', 'HKD', 'SGD', 'MYR', 'THB', 'PHP', 'JPY', 'KRW', 'VND', 'CNY'],
  devices: ['desktop', 'mobile', 'wechat', 'alipay'],
  accessModes: ['hosted', 'elements'],
  // Eight digits, in the currency's minor unit.
  amountMinor: { min: 1n, max: 99_999_999n },
  query: true,
  // The idempotency key is the order number: the same session or intent comes back.
  resubmission: 'same_number',
  close: true,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'for up to three days, with growing waits',
};

/** With `elements` the form is the shop's own front end's, on every device: Stripe's script draws it. */
export const capabilitiesOf = ({
  accessMode,
}: Pick<StripeConfig, 'accessMode'>): ChannelCapabilities => ({
  ...capabilities,
  accessModes: [accessMode],
  ...(accessMode === 'elements'
    ? {
        clientSdks: { desktop: 'stripe', mobile: 'stripe', wechat: 'stripe', alipay: 'stripe' },
      }
    : {}),
});
