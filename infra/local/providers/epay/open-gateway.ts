import { Books } from './books.ts';
import type { EpaySimulatorOptions } from './epay-simulator.ts';
import type { Gateway } from './gateway.ts';
import { lazyKeyPair, openMerchant, type SimulatedMerchant } from './merchant.ts';
import { Notifier } from './notifier.ts';

/** The waits of the open engine: 1, 2, 16, 36 minutes and 1 hour. */
const RETRY_SECONDS = [60, 120, 960, 2160, 3600];

export interface OpenedGateway {
  readonly gateway: Gateway;
  /** Ends timers and connections, closes the books. */
  readonly close: () => void;
}

/** Everything of a simulator except its port. */
export const openGateway = (
  options: EpaySimulatorOptions,
  baseUrl: () => string,
): OpenedGateway => {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;
  const later = (millis: number, action: () => void): void => {
    if (closed) return;
    if (millis <= 0) {
      action();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, millis);
    timers.add(timer);
  };
  const books = new Books(options.stateFile);
  const platformKeys = lazyKeyPair(options.platformKeys);
  const retrySeconds = options.notifyRetrySeconds ?? RETRY_SECONDS;
  const notifier = new Notifier({ books, platformKeys, retrySeconds, later });
  const merchants = new Map<string, SimulatedMerchant>();
  for (const merchant of [options, ...(options.merchants ?? [])]) {
    const opened = openMerchant(merchant, String(1001 + merchants.size));
    merchants.set(opened.pid, opened);
  }
  const random = options.random ?? Math.random;
  return {
    gateway: { merchants, books, notifier, platformKeys, baseUrl, random, later },
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      notifier.stop();
      books.close();
    },
  };
};

/** After a restart the merchants still have to hear of what was paid. */
export const resumeNotifications = ({ books, merchants, notifier }: Gateway): void => {
  for (const order of books.orders()) {
    const merchant = merchants.get(order.pid);
    if (order.state === 'paid' && !order.acknowledged && merchant) notifier.start(order, merchant);
  }
};
