import { setTimeout as pause } from 'node:timers/promises';
import type { RouteContract } from '#shared/contract/api/route.ts';
import { ApiError } from '#shared/contract/client/api-error.ts';
import type { CallInput, CallReply } from '#shared/contract/client/call-input.ts';
import { type Client, createClient } from '#shared/contract/client/client.ts';
import { UnexpectedReply } from '#shared/contract/client/unexpected-reply.ts';
import type { Chronicle } from './chronicle.ts';

/** How a call ended for somebody who repeats it for a while. */
export type Ended<Reply> =
  | { readonly kind: 'answered'; readonly reply: Reply }
  | { readonly kind: 'refused'; readonly code: string }
  /** Nobody answered for so long: what became of it is unknown. */
  | { readonly kind: 'unknown' };

export interface Patience {
  /** The same over all repetitions. */
  readonly key?: string;
  /** 0: asks once. */
  readonly patienceMillis?: number;
  /** Hangs up on the first try. */
  readonly hangsUpAfterMillis?: number;
}

export interface Caller {
  call<Route extends RouteContract>(
    route: Route,
    input: CallInput<Route>,
    patience?: Patience,
  ): Promise<Ended<CallReply<Route>>>;
}

/** Longer than a claim on an Idempotency-Key that a killed function left behind. */
export const PATIENCE_MILLIS = 60_000;
const TIMEOUT_MILLIS = 35_000;
const FIRST_PAUSE_MILLIS = 150;
const LONGEST_PAUSE_MILLIS = 1_500;

/** Refusals that a repetition of the same call does not change soon, although it may one day. */
const SETTLED = new Set(['out_of_stock', 'buyer_holds_too_much', 'no_channel_available']);

/** Calls the API as people and programs do to whom connections get cut off: again, with the same key. */
export const callerOf = (
  access: { readonly baseUrl: string; readonly apiKey?: string },
  chronicle: Chronicle,
): Caller => {
  const client: Client = createClient({ ...access, retries: 0, timeoutMillis: TIMEOUT_MILLIS });
  return {
    call: async (route, input, patience = {}) => {
      const { key = crypto.randomUUID(), patienceMillis = PATIENCE_MILLIS } = patience;
      const deadline = Date.now() + patienceMillis;
      for (let tries = 1; ; tries += 1) {
        try {
          const hangsUp = tries === 1 ? patience.hangsUpAfterMillis : undefined;
          const signal = hangsUp === undefined ? undefined : AbortSignal.timeout(hangsUp);
          const reply = await client.call(route, input, { idempotencyKey: key, signal });
          return { kind: 'answered', reply };
        } catch (error) {
          const refusal = refusalOf(error, route.operationId, chronicle);
          if (refusal) return { kind: 'refused', code: refusal };
          if (Date.now() > deadline) return { kind: 'unknown' };
          await pause(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * tries));
        }
      }
    },
  };
};

/** The code of an answer that asking again does not change; `undefined` when it may. */
const refusalOf = (error: unknown, operation: string, chronicle: Chronicle): string | undefined => {
  if (error instanceof ApiError) {
    if (error.status >= 500) {
      chronicle.serverErrors += 1;
      chronicle.noteRefusal(operation, error.code);
    }
    if (error.retryable && !SETTLED.has(error.code)) return undefined;
    if (error.status < 500) chronicle.noteRefusal(operation, error.code);
    return error.code;
  }
  if (error instanceof UnexpectedReply) {
    if (error.status < 500) {
      chronicle.unexpected.push(`${operation}: ${error.message}`);
      return 'unexpected_reply';
    }
    chronicle.serverErrors += 1;
    chronicle.noteRefusal(operation, String(error.status));
    return undefined;
  }
  chronicle.cutOff += 1;
  return undefined;
};
