import {
  type ChannelCapabilities,
  deviceSchema,
  paymentMethodSchema,
} from '../../domain/channels/channel.ts';
import { currencySchema, MAX_MINOR } from '../../domain/money/money.ts';

/** Everything, because it stands in for everything; in test mode alone. */
export const capabilities: ChannelCapabilities = {
  methods: paymentMethodSchema.options,
  currencies: currencySchema.options,
  devices: deviceSchema.options,
  accessModes: ['api'],
  amountMinor: { min: 1n, max: MAX_MINOR },
  testModeOnly: true,
  query: true,
  resubmission: 'same_number',
  close: true,
  refund: 'full_and_partial',
  statement: false,
  notificationRetries: 'none: you send them yourself',
};
