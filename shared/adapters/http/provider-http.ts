import type { ProviderHttp, ProviderResponse } from '../../application/ports/provider-http.ts';
import { type ExchangeOutcome, exchange } from './exchange.ts';
import type { AddressRules } from './guarded-address.ts';
import { createHttpAgents, type TlsTrust } from './http-agents.ts';

const DEFAULT_TIMEOUT_MILLIS = 8_000;
/** A buyer waits for the answer, and the function that waits has 20 to 60 seconds in all. */
const MAX_TIMEOUT_MILLIS = 15_000;
const DEFAULT_ANSWER_BYTES = 1_000_000;
/** Statements of a busy day. */
const MAX_ANSWER_BYTES = 64_000_000;

/** Calls to providers: connections are kept, addresses checked, redirects not followed, answers bounded. */
export const createProviderHttp = ({ ca, ...rules }: AddressRules & TlsTrust): ProviderHttp => {
  const agents = createHttpAgents(rules, { ca });
  return {
    request: async ({
      method,
      url,
      headers = {},
      body,
      timeoutMillis = DEFAULT_TIMEOUT_MILLIS,
      maxAnswerBytes = DEFAULT_ANSWER_BYTES,
    }) =>
      asText(
        await exchange(
          { agents, rules },
          {
            method,
            url,
            headers,
            body,
            timeoutMillis: Math.min(timeoutMillis, MAX_TIMEOUT_MILLIS),
            maxAnswerBytes: Math.min(maxAnswerBytes, MAX_ANSWER_BYTES),
            longAnswer: 'refuse',
          },
        ),
      ),
  };
};

const asText = (outcome: ExchangeOutcome): ProviderResponse =>
  outcome.kind === 'response'
    ? { ...outcome, body: decode(outcome.body, outcome.headers), bytes: outcome.body }
    : outcome;

/** UTF-8 unless the provider names another encoding (some answer in GBK). */
const decode = (bytes: Buffer, headers: Readonly<Record<string, string>>): string => {
  const named = /;\s*charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1];
  try {
    return new TextDecoder(named ?? 'utf-8').decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
};
