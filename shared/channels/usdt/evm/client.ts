import { z } from 'zod';
import { below } from '../../wire/provider-address.ts';
import type { EvmContext } from '../config.ts';
import { failed, type LedgerFailure } from '../ledger.ts';
import { refusedBy, saysTooOften } from '../status.ts';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** `refused`: the node understood and does not do it. */
export type RpcResult =
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string };

const answerSchema = z.object({
  id: z.union([z.int(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: z.object({ code: z.int(), message: z.string().catch('') }).optional(),
});
const answersSchema = z.union([answerSchema, z.array(answerSchema).min(1)]);

/** Receipts of transactions with very many events are large. */
const MAX_ANSWER_BYTES = 8_000_000;

/**
 * Several calls in one request, so that one node answers them all: nodes behind one address are not equally far, and what
 * one of them calls the newest block is unknown to the next. Results come in the order of the calls.
 */
export const callNode = async (
  { config, credentials, http }: EvmContext,
  calls: readonly RpcCall[],
): Promise<{ readonly kind: 'answered'; readonly results: RpcResult[] } | LedgerFailure> => {
  const { rpcKey = '' } = credentials;
  const messages = calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }));
  const response = await http.request({
    method: 'POST',
    url: rpcKey === '' ? config.rpc.url : below(config.rpc.url, rpcKey),
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(messages.length === 1 ? messages[0] : messages),
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  if (response.kind === 'not_sent')
    return failed(`the node was not reached: ${response.detail}`, 'provider_unreachable');
  if (response.kind === 'no_answer') return failed(`the node did not answer: ${response.detail}`);
  const { status, body } = response;
  const answers = readAnswers(body);
  if (status !== 200 && (status >= 500 || status === 401 || status === 403 || status === 429))
    return refusedBy(status, body.slice(0, 500));
  if (status === 413)
    return resultsOf(calls, () => ({ error: { code: 413, message: 'too large' } }), rpcKey);
  if (!answers) return failed(`the node answered HTTP ${status} with something else than JSON-RPC`);
  // A batch that is refused as a whole, or a refusal by the node's front, bears no id.
  const [whole] = answers;
  if (answers.length === 1 && whole?.error && whole.id !== 0)
    return resultsOf(calls, () => whole, rpcKey);
  return resultsOf(calls, (id) => answers.find((answer) => answer.id === id), rpcKey);
};

type Answer = z.infer<typeof answerSchema>;

const readAnswers = (body: string): Answer[] | undefined => {
  try {
    const answers = answersSchema.parse(JSON.parse(body));
    return Array.isArray(answers) ? answers : [answers];
  } catch {
    return undefined;
  }
};

const resultsOf = (
  calls: readonly RpcCall[],
  answerTo: (id: number) => Answer | undefined,
  rpcKey: string,
): { readonly kind: 'answered'; readonly results: RpcResult[] } | LedgerFailure => {
  const results: RpcResult[] = [];
  for (const [id, { method }] of calls.entries()) {
    const answer = answerTo(id);
    if (answer?.error) {
      const { code, message } = answer.error;
      if (saysTooOften(message)) return failed('the node was asked too often', 'rate_limited');
      results.push({ kind: 'refused', code, message: withoutKey(message, rpcKey) });
    } else if (answer && answer.result !== undefined)
      results.push({ kind: 'result', value: answer.result });
    else return failed(`the node left ${method} unanswered`);
  }
  return { kind: 'answered', results };
};

const withoutKey = (message: string, rpcKey: string): string =>
  (rpcKey === '' ? message : message.replaceAll(rpcKey, '•••')).slice(0, 200);
