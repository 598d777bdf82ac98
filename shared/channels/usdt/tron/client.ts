import { z } from 'zod';
import { below } from '../../wire/provider-address.ts';
import type { TronContext } from '../config.ts';
import { failed, type LedgerFailure } from '../ledger.ts';
import { refusedBy, saysTooOften } from '../status.ts';

const TRONGRID = 'https://api.trongrid.io';
const MAX_ANSWER_BYTES = 8_000_000;

/** A time in a block, no later than a `Date` can be. */
export const millis = z.int().min(0).max(8_640_000_000_000_000);

export interface GridRequest<Answer> {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent by POST. */
  readonly body?: unknown;
  readonly schema: z.ZodType<Answer>;
}

/** Asks TronGrid, or another node with its interface. The key travels in a header. */
export const askGrid = async <Answer>(
  { config, credentials, http }: TronContext,
  { path, query, body, schema }: GridRequest<Answer>,
): Promise<{ readonly kind: 'answered'; readonly answer: Answer } | LedgerFailure> => {
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const response = await http.request({
    method: body === undefined ? 'GET' : 'POST',
    url: below(config.rpc?.url ?? TRONGRID, `${path}${search}`),
    headers: {
      accept: 'application/json',
      ...(credentials.rpcKey ? { 'TRON-PRO-API-KEY': credentials.rpcKey } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  if (response.kind === 'not_sent')
    return failed(`the node was not reached: ${response.detail}`, 'provider_unreachable');
  if (response.kind === 'no_answer') return failed(`the node did not answer: ${response.detail}`);
  if (response.status !== 200) return refusedBy(response.status, response.body.slice(0, 500));
  const answer = schema.safeParse(jsonOf(response.body));
  if (answer.success) return { kind: 'answered', answer: answer.data };
  // Full nodes refuse with status 200 and an "Error" in place of the answer.
  return saysTooOften(response.body.slice(0, 500))
    ? failed('the node was asked too often', 'rate_limited')
    : failed(`the node answered ${path.split('/')[0]} in a shape of its own`);
};

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
