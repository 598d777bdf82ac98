import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { type AddressRules, bareHostname, refuseUnlessPublic } from './guarded-address.ts';
import type { HttpAgents } from './http-agents.ts';

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange: resolving, connecting, sending, reading. */
  readonly timeoutMillis: number;
  readonly maxAnswerBytes: number;
  /** An answer that is longer: read its beginning, or count as no answer. */
  readonly longAnswer: 'cut' | 'refuse';
}

/** One request over one connection, told apart by whether the other side can have read it. */
export type ExchangeOutcome =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  /** No connection was made, so not one byte of the request left. */
  | { readonly kind: 'not_sent'; readonly detail: string }
  /** The request was, or may have been, written. */
  | { readonly kind: 'no_answer'; readonly detail: string };

/** Sends one request and reads its answer. Follows no redirect; never throws. */
export const exchange = async (
  { agents, rules }: { readonly agents: HttpAgents; readonly rules: AddressRules },
  request: ExchangeRequest,
): Promise<ExchangeOutcome> => {
  try {
    const url = checkedUrl(request.url, rules);
    const agent = await agents.agentFor(url);
    const { request: open } = url.protocol === 'https:' ? https : http;
    const sent = open(url, {
      agent,
      method: request.method,
      headers: { 'user-agent': 'Arteria/1', 'accept-encoding': 'identity', ...request.headers },
    });
    return await settle(sent, url, request);
  } catch (error) {
    return { kind: 'not_sent', detail: describe(error) };
  }
};

const checkedUrl = (text: string, rules: AddressRules): URL => {
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error(`the protocol ${url.protocol} is not spoken`);
  }
  const hostname = bareHostname(url);
  if (isIP(hostname)) refuseUnlessPublic(hostname, [hostname], rules);
  return url;
};

const settle = (
  sent: ClientRequest,
  url: URL,
  { body, timeoutMillis, maxAnswerBytes, longAnswer }: ExchangeRequest,
): Promise<ExchangeOutcome> =>
  new Promise((resolve) => {
    let writable = false;
    let answer: Answer | undefined;
    const finish = (outcome: ExchangeOutcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const fail = (error: unknown): void => {
      // Whoever wants only the beginning of an answer has it once the status is there.
      if (answer && longAnswer === 'cut') finish(asResponse(answer));
      else finish({ kind: writable ? 'no_answer' : 'not_sent', detail: describe(error) });
      sent.destroy();
    };
    const timer = setTimeout(
      () => fail(new Error(`no whole answer within ${timeoutMillis} ms`)),
      timeoutMillis,
    );
    sent.on('error', fail);
    sent.on('socket', (socket) =>
      onceWritable(socket, url, () => {
        writable = true;
      }),
    );
    sent.on('response', (response) => {
      const begun = { response, chunks: [], bytes: 0 };
      answer = begun;
      readAnswer(begun, maxAnswerBytes).then((whole) => {
        if (whole || longAnswer === 'cut') finish(asResponse(begun));
        else fail(new Error(`the answer has more than ${maxAnswerBytes} bytes`));
      }, fail);
    });
    sent.end(body);
  });

interface Answer {
  readonly response: IncomingMessage;
  readonly chunks: Buffer[];
  bytes: number;
}

/** Reads to the end, or until there is more than the limit: then it hangs up and says `false`. */
const readAnswer = async (answer: Answer, maxBytes: number): Promise<boolean> => {
  for await (const chunk of answer.response as AsyncIterable<Buffer>) {
    const rest = maxBytes - answer.bytes;
    answer.chunks.push(chunk.subarray(0, rest));
    answer.bytes += Math.min(chunk.length, rest);
    if (chunk.length > rest) return false;
  }
  return true;
};

const asResponse = ({ response, chunks }: Answer): ExchangeOutcome => ({
  kind: 'response',
  status: response.statusCode ?? 0,
  headers: flat(response),
  body: Buffer.concat(chunks),
});

/**
 * Node holds the request back until the connection is made and, with TLS, until the certificate was accepted. A
 * connection that is used again takes it at once.
 */
const onceWritable = (socket: Socket, url: URL, notify: () => void): void => {
  const fresh = url.protocol === 'https:' ? !isSecured(socket) : socket.connecting;
  if (fresh) socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', notify);
  else notify();
};

const isSecured = (socket: Socket): boolean => 'authorized' in socket && socket.authorized === true;

const flat = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

/** Codes and messages of Node name hosts and addresses, never a path, a query or a body. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown failure';
  const { code } = error as NodeJS.ErrnoException;
  // A name with several addresses fails with one error for each.
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const message = cause instanceof Error ? cause.message : error.message;
  if (code === 'ERR_INVALID_URL') return 'the URL is not valid';
  return code && !message.includes(code) ? `${code}: ${message}` : message;
};
