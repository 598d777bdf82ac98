import { Agent, request } from 'node:http';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import type { BenchShop } from '../checkout/sale.ts';

/** What an epay gateway must hear, byte for byte; anything else makes it repeat. */
const EXPECTED = Buffer.from('success');

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
export const closeGateways = (): void => agent.destroy();

/** The address of a "paid" notification, signed with the account's key as a gateway signs it. */
export const notificationUrl = (shop: BenchShop, orderNumber: string, money: string): string => {
  const message = {
    pid: shop.pid,
    trade_no: `T${orderNumber}`,
    out_trade_no: orderNumber,
    type: 'alipay',
    name: 'product',
    money,
    trade_status: 'TRADE_SUCCESS',
  };
  const query = new URLSearchParams({
    ...message,
    sign: md5Of(message, shop.key),
    sign_type: 'MD5',
  });
  return `${shop.callbackBaseUrl}/callbacks/epay/${shop.channelId}?${query}`;
};

/** How a row of notifications was answered. */
export interface Acknowledged {
  readonly perSecond: number;
  readonly millis: readonly number[];
  /** Answers that were not 200 and exactly the expected bytes. */
  readonly wrong: number;
}

/** Sends notifications over HTTP, `atOnce` at a time, and takes the time of each answer's last byte. */
export const notifyAll = async (urls: readonly string[], atOnce: number): Promise<Acknowledged> => {
  const waiting = urls.values();
  const millis: number[] = [];
  let wrong = 0;
  const gateway = async (): Promise<void> => {
    for (const url of waiting) {
      const sentAt = performance.now();
      const right = await isAcknowledged(url);
      millis.push(performance.now() - sentAt);
      if (!right) wrong += 1;
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, gateway));
  const seconds = (performance.now() - startedAt) / 1000;
  return { perSecond: urls.length / seconds, millis, wrong };
};

const isAcknowledged = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const call = request(url, { agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve(response.statusCode === 200 && Buffer.concat(chunks).equals(EXPECTED)),
      );
      response.once('error', () => resolve(false));
    });
    call.once('error', () => resolve(false));
    call.end();
  });
