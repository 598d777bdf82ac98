import type { z } from 'zod';
import type { RouteContract } from '../api/route.ts';
import type { CallInput, CallReply } from './call-input.ts';
import { NoAnswer } from './no-answer.ts';
import { type Answer, readReply } from './read-reply.ts';
import { type CallParts, urlOf } from './request-of.ts';
import { retryDelayMillis } from './retry-delay.ts';

export interface ClientOptions {
  /** `https://pay.example.com` */
  readonly baseUrl: string;
  /** `sk_test_…` or `sk_live_…`; not needed for the routes of buyers. */
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  /** Tries after the first one; 0 never repeats. Default 2. */
  readonly retries?: number;
  /** Limit of one try. Default 30 s, as long as the server works on a call. */
  readonly timeoutMillis?: number;
  /** Waits between tries. Tests pass their own. */
  readonly pause?: (millis: number) => Promise<void>;
  /** 0 ≤ x < 1; spreads the retries of many clients. */
  readonly random?: () => number;
}

export interface CallOptions {
  /**
   * Names the call of a POST, so that repeating it (in this process or after a crash) does it once. A random one is
   * made when absent; it stays the same over the client's own retries.
   */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** A route that answers `{ data, has_more }`. */
export type ListRoute<Item extends { id: string } = { id: string }> = RouteContract<
  z.ZodType,
  z.ZodType,
  z.ZodType,
  z.ZodType<{ data: Item[]; has_more: boolean }>
>;

export interface Client {
  /**
   * @throws ApiError the API refused the call or failed at it
   * @throws NoAnswer no answer came
   * @throws UnexpectedReply what came is not what the contract promises
   */
  call<Route extends RouteContract>(
    route: Route,
    input: CallInput<Route>,
    options?: CallOptions,
  ): Promise<CallReply<Route>>;
  /** Every object of a list, page after page; stop reading to stop asking. */
  list<Route extends ListRoute>(
    route: Route,
    input: CallInput<Route>,
    options?: Pick<CallOptions, 'signal'>,
  ): AsyncGenerator<CallReply<Route>['data'][number], void, undefined>;
}

/**
 * A client typed by the route contracts: `client.call(createOrder, { body: { product } })`.
 *
 * Repeats a call only when it may help (`retryable` errors, no answer) and cannot do harm: a POST carries an
 * `Idempotency-Key`, or is harmless to repeat (`repeatable`, a buyer's POST); the other methods are so by nature.
 */
export const createClient = (options: ClientOptions): Client => {
  const settings = { ...DEFAULTS, ...options };
  const call = async (
    route: RouteContract,
    parts: CallParts,
    callOptions: CallOptions = {},
  ): Promise<unknown> => {
    const headers = headersOf(settings.apiKey, route, parts, callOptions);
    const url = urlOf(settings.baseUrl, route, parts);
    return repeat(settings, callOptions.signal, async () =>
      readReply(route, await send(settings, route, { url, headers, parts, ...callOptions })),
    );
  };
  return {
    call: call as Client['call'],
    list: (route, input, listOptions = {}) =>
      pages((query) => call(route, { ...(input as CallParts), query }, listOptions), input),
  };
};

const DEFAULTS = {
  fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
  retries: 2,
  timeoutMillis: 30_000,
  random: Math.random,
  pause: (millis: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, millis);
    }),
};
type Settings = ClientOptions & typeof DEFAULTS;

const headersOf = (
  apiKey: string | undefined,
  route: RouteContract,
  parts: CallParts,
  { idempotencyKey }: CallOptions,
): Record<string, string> => ({
  accept: route.replyType ?? 'application/json',
  ...(apiKey !== undefined && route.auth === 'api_key'
    ? { authorization: `Bearer ${apiKey}` }
    : {}),
  ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(route.method === 'POST' ? { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() } : {}),
});

const send = async (
  settings: Settings,
  route: RouteContract,
  request: { url: string; headers: Record<string, string>; parts: CallParts; signal?: AbortSignal },
): Promise<Answer> => {
  const limit = AbortSignal.timeout(settings.timeoutMillis);
  try {
    const response = await settings.fetch(request.url, {
      method: route.method,
      headers: request.headers,
      body: request.parts.body === undefined ? undefined : JSON.stringify(request.parts.body),
      // A redirect would carry the key to an address nobody chose.
      redirect: 'manual',
      signal: request.signal ? AbortSignal.any([request.signal, limit]) : limit,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    request.signal?.throwIfAborted();
    throw new NoAnswer(`no answer from ${route.method} ${route.path}`, { cause });
  }
};

const repeat = async <Reply>(
  settings: Settings,
  signal: AbortSignal | undefined,
  attempt: () => Promise<Reply>,
): Promise<Reply> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const millis = retryDelayMillis(error, tries, settings.random);
      if (millis === undefined || tries >= settings.retries) throw error;
      await settings.pause(millis);
      signal?.throwIfAborted();
    }
  }
};

async function* pages<Item extends { id: string }>(
  read: (query: unknown) => Promise<unknown>,
  input: { query?: unknown },
): AsyncGenerator<Item, void, undefined> {
  let query = (input.query ?? {}) as Record<string, unknown>;
  for (;;) {
    const page = (await read(query)) as { data: Item[]; has_more: boolean };
    yield* page.data;
    const last = page.data.at(-1);
    if (!page.has_more || last === undefined) return;
    query = { ...query, starting_after: last.id };
  }
}
