import { createHash, randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** The shop under test and the account its sales go through. */
export interface BenchShop {
  readonly baseUrl: string;
  readonly callbackBaseUrl: string;
  readonly apiKey: string;
  readonly productId: string;
  readonly channelId: string;
  readonly pid: string;
  readonly key: string;
}

export interface Sale {
  readonly card: string;
  /** From the provider's notification to the readable card. */
  readonly deliveryMillis: number;
  readonly totalMillis: number;
  /** Times the buyer's page asked before the card was there. */
  readonly earlyReads: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const POLL_MILLIS = 12;
const DEADLINE_MILLIS = 20_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

const send = (
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const call = request(
      url,
      {
        method,
        agent,
        headers: {
          ...headers,
          ...(text === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': String(Buffer.byteLength(text)),
              }),
        },
      },
      (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        response.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(text);
  });

// biome-ignore lint/suspicious/noExplicitAny: replies are checked field by field below
const sendJson = async (expected: number, ...request: Parameters<typeof send>): Promise<any> => {
  const { status, text } = await send(...request);
  if (status !== expected)
    throw new Error(
      `${request[0]} ${request[1].replace(/\/checkout\/[^/]+/, '/checkout/…')}: ${status} ${text.slice(0, 300)}`,
    );
  return JSON.parse(text);
};

/** What an epay gateway sends when the buyer has paid: signed with the account's key (MD5 of the sorted fields). */
const notificationQuery = (shop: BenchShop, orderNumber: string, money: string): string => {
  const fields = {
    money,
    name: 'product',
    out_trade_no: orderNumber,
    pid: shop.pid,
    trade_no: `T${orderNumber}`,
    trade_status: 'TRADE_SUCCESS',
    type: 'alipay',
  };
  const signed = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const sign = createHash('md5')
    .update(signed + shop.key)
    .digest('hex');
  return new URLSearchParams({ ...fields, sign, sign_type: 'MD5' }).toString();
};

/** One whole sale as shop, buyer and provider see it: create, attempt, signed notification, readable card. */
export const sellOne = async (shop: BenchShop): Promise<Sale> => {
  const startedAt = performance.now();
  const order = await sendJson(
    201,
    'POST',
    `${shop.baseUrl}/v1/orders`,
    { authorization: `Bearer ${shop.apiKey}`, 'idempotency-key': randomUUID() },
    { product: shop.productId, quantity: 1 },
  );
  const checkout = order.checkout_url as string;
  const { attempt } = await sendJson(201, 'POST', `${checkout}/attempts`, {}, { method: 'alipay' });
  const orderNumber = (attempt.id as string).slice('att_'.length);
  const money = (order.amount / 100).toFixed(2);
  const notifiedAt = performance.now();
  const notified = await send(
    'GET',
    `${shop.callbackBaseUrl}/callbacks/epay/${shop.channelId}?${notificationQuery(shop, orderNumber, money)}`,
  );
  if (notified.status !== 200 || notified.text !== 'success') {
    throw new Error(
      `the notification was answered ${notified.status} ${notified.text.slice(0, 100)}`,
    );
  }
  for (let earlyReads = 0; performance.now() - notifiedAt < DEADLINE_MILLIS; earlyReads += 1) {
    const state = await sendJson(200, 'GET', `${checkout}/state`);
    const card = state.delivery?.cards[0]?.value as string | undefined;
    if (card) {
      const now = performance.now();
      return { card, deliveryMillis: now - notifiedAt, totalMillis: now - startedAt, earlyReads };
    }
    await pause(POLL_MILLIS);
  }
  throw new Error('paid, and no card came');
};

/** A call of the shop's owner. */
export const asOwner = (
  shop: Pick<BenchShop, 'baseUrl' | 'apiKey'>,
  method: string,
  path: string,
  expected: number,
  body?: unknown,
) =>
  sendJson(
    expected,
    method,
    `${shop.baseUrl}${path}`,
    { authorization: `Bearer ${shop.apiKey}` },
    body,
  );

export const closeConnections = (): void => agent.destroy();
