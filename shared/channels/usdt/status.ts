import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import { failed, type LedgerFailure } from './ledger.ts';

/** HTTP statuses with which nodes and their fronts refuse; all others say nothing about the cause. */
const HTTP: Readonly<Record<number, FailureReason>> = {
  401: 'invalid_credentials',
  402: 'limit_reached',
  403: 'invalid_credentials',
  429: 'rate_limited',
  503: 'rate_limited',
};

/** Words for "too often", under whatever status or code: TronGrid has 403 for it, nodes -32005 and others. */
const TOO_OFTEN =
  /too many request|rate.?limit|frequency|per second|throttl|quota|capacity|suspended/i;

export const saysTooOften = (words: string): boolean => TOO_OFTEN.test(words);

/** A refusal by HTTP status, in words that a person can act on. */
export const refusedBy = (status: number, words: string): LedgerFailure => {
  const reason = saysTooOften(words) ? 'rate_limited' : HTTP[status];
  switch (reason) {
    case 'invalid_credentials':
      return failed(`the node refuses the key (HTTP ${status})`, reason);
    case 'rate_limited':
      return failed(`the node was asked too often (HTTP ${status})`, reason);
    case 'limit_reached':
      return failed(`the plan at the node is used up (HTTP ${status})`, reason);
    default:
      return failed(`the node answered HTTP ${status}`);
  }
};
