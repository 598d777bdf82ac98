import type { DescribedChannel } from './channel-table.ts';
import { termsText } from './terms-text.ts';

/** The providers as the page of the API shows them: `x-providers` of the document. */
export const providersOf = (channels: readonly DescribedChannel[]) =>
  channels.map(({ provider, capabilities, terms }) => {
    const { fees, settlement, limits, refundWindow } = termsText(terms, capabilities.currencies);
    return {
      provider,
      methods: capabilities.methods,
      currencies: capabilities.currencies,
      refund: capabilities.refund.replaceAll('_', ' '),
      refund_window: refundWindow,
      needs_phone: capabilities.needsPhone ?? false,
      banks: capabilities.banks?.map(({ code }) => code) ?? [],
      fees,
      settlement,
      limits,
    };
  });
