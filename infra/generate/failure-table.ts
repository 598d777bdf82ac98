import { failureReasonSchema } from '#shared/domain/channels/failures/failure-reason.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import { markdownTable } from './markdown-table.ts';

/** Every reason for which a payment can fail, and what follows from it. */
export const failureTable = (): string =>
  markdownTable(
    ['reason', 'retry', 'speaks against', 'the buyer reads', 'the merchant reads'],
    failureReasonSchema.options.map((reason) => {
      const { retry, health, buyer, merchant } = FAILURES[reason];
      return [reason, retry.replaceAll('_', ' '), health, buyer.en, merchant.en];
    }),
  );
