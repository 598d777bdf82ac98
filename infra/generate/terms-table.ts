import type { DescribedChannel } from './channel-table.ts';
import { markdownTable } from './markdown-table.ts';
import { termsText } from './terms-text.ts';

/** What every provider usually charges and allows, as a table. */
export const termsTable = (channels: readonly DescribedChannel[]): string =>
  markdownTable(
    ['provider', 'fee', 'settlement', 'one payment', 'paid back within', 'hours', 'sources'],
    channels.map(({ provider, capabilities, terms }) => {
      const text = termsText(terms, capabilities.currencies);
      return [
        provider,
        text.fees,
        text.settlement,
        text.limits,
        text.refundWindow,
        text.hours,
        text.sources,
      ];
    }),
  );
