import { z } from 'zod';
import type { ProviderHttp, ProviderResponse } from '#shared/application/ports/provider-http.ts';
import type { Process } from '../simulation/process.ts';
import { SimulatedFailure } from '../simulation/step.ts';
import type { PaperBooks } from './paper-books.ts';

const requestSchema = z.object({
  account: z.string(),
  order: z.string(),
  minor: z.number().default(0),
  refund: z.string().default(''),
});

/** The line from one process to the paper providers: every call is a step that can fail, before or after its effect. */
export const paperHttp = (
  process: Process,
  {
    booksOf,
    looksLikeTimeout,
    isOutOfMoney,
  }: {
    booksOf: (account: string) => PaperBooks;
    looksLikeTimeout: () => boolean;
    /** The merchant's account at the provider is empty: nothing can be paid back now. */
    isOutOfMoney: () => boolean;
  },
): ProviderHttp => ({
  request: async ({ url, body = '' }): Promise<ProviderResponse> => {
    const operation = url.slice(url.indexOf(':') + 1);
    const request = requestSchema.parse(JSON.parse(body));
    try {
      const answer = await process.step(
        { kind: 'call', label: `provider ${operation}`, detail: request.order.slice(-4) },
        () => carryOut(booksOf(request.account), operation, { ...request, isOutOfMoney }),
      );
      const text = JSON.stringify(answer);
      return {
        kind: 'response',
        status: 200,
        headers: {},
        body: text,
        bytes: Buffer.from(text),
      };
    } catch (error) {
      if (!(error instanceof SimulatedFailure)) throw error;
      // A connection that was never made can be told from an answer that never came; a time-out cannot.
      const surelyNotSent = error.fault === 'fails_before' && !looksLikeTimeout();
      return { kind: surelyNotSent ? 'not_sent' : 'no_answer', detail: error.message };
    }
  },
});

const carryOut = (
  books: PaperBooks,
  operation: string,
  {
    account,
    order,
    minor,
    refund,
    isOutOfMoney,
  }: z.infer<typeof requestSchema> & { isOutOfMoney: () => boolean },
): { refusal?: string; state?: string; paid?: number } => {
  switch (operation) {
    case 'create':
      return { refusal: books.create(account, order, minor) };
    case 'query': {
      const payment = books.find(account, order);
      return payment
        ? { state: payment.state, paid: payment.paidMinor }
        : { refusal: 'no such order' };
    }
    case 'close':
      return { refusal: books.close(account, order) };
    case 'refund':
      return {
        refusal: books.refund(account, order, { refundNumber: refund, minor, isOutOfMoney }),
      };
    default:
      throw new Error(`paper providers have no "${operation}"`);
  }
};
