import type { Books } from './books.ts';
import type { KeyPair, SimulatedMerchant } from './merchant.ts';
import type { Notifier } from './notifier.ts';

/** All that the parts of one running simulator share. */
export interface Gateway {
  readonly merchants: Map<string, SimulatedMerchant>;
  readonly books: Books;
  readonly notifier: Notifier;
  /** v2: the gateway's own pair, one for all merchants. */
  readonly platformKeys: () => KeyPair;
  /** `http://127.0.0.1:<port>` */
  readonly baseUrl: () => string;
  readonly random: () => number;
  /** Runs later, unless the simulator stops before. */
  readonly later: (millis: number, action: () => void) => void;
}
