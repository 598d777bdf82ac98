import type { ChannelCapabilities } from '../../domain/channels/channel.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['paypal'],
  currencies: ['USD', 'EUR', 'GBP', 'HKD', 'SGD', 'MYR', 'THB', 'PHP', 'JPY'],
  devices: ['desktop', 'mobile'],
  accessModes: ['orders_v2'],
  amountMinor: { min: 1n, max: 999_999_999n },
  query: true,
  // What is signed of a message is its CRC32: one genuine message gives away every body with the same.
  confirmByQuery: true,
  // The request id is the order number: the same order comes back.
  resubmission: 'same_number',
  // An order that nobody captures ends by itself.
  close: false,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'up to 25 times within three days',
};
