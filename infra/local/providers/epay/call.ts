import type { SimulatedPayment } from '../kit/books.ts';
import type { SimulatedRequest } from '../kit/exchange.ts';
import type { EpayDesk, EpayMerchant, EpaySimulation, Protocol } from './account.ts';

export type Message = Readonly<Record<string, string>>;

/** Like the engine: the query when it names a merchant, otherwise the form. */
export const messageOf = ({ query, form }: SimulatedRequest): Message =>
  query.pid === undefined ? form : query;

/** A call of which the merchant is known and the signature was checked. */
export interface Call {
  readonly epay: EpaySimulation;
  readonly desk: EpayDesk;
  readonly merchant: EpayMerchant;
  readonly message: Message;
}

/** What only a gateway of this kind keeps of an order. */
export interface EpayExtra {
  readonly protocol: Protocol;
  /** The amount as the merchant spelt it. */
  readonly money: string;
  readonly param: string;
}

export const extraOf = ({ extra }: SimulatedPayment): EpayExtra => extra as unknown as EpayExtra;
