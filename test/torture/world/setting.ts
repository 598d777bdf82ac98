import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import type { CardKind } from '#shared/domain/products/product.ts';
import type { Choices } from '../simulation/choices.ts';
import type { PaperProvider } from './paper-books.ts';

/** What the shop of one run is like. */
export interface Setting {
  readonly policies: PaymentPolicies;
  readonly cardKind: CardKind;
  readonly hasHook: boolean;
  /** In stock when the shop opens. */
  readonly cards: number;
  readonly buyers: number;
  /** Cards a buyer wants. */
  readonly quantity: number;
  /** The providers of both methods, each with its own habits about refunds and closing. */
  readonly firstProvider: PaperProvider;
  readonly secondProvider: PaperProvider;
  /** One card, and two buyers who both pay for it: the first too late. */
  readonly isTight: boolean;
  /** Notifications of the first method are confirmed by a query. */
  readonly confirms: boolean;
  /** A daily cap of the first account, in orders. */
  readonly capOrders: number | undefined;
}

/** Every list begins with the calm one. */
const of = <Value>(choices: Choices, label: string, values: readonly Value[]): Value =>
  values[choices.pick(values.length, label)] as Value;

/** Most of what is sold are cards that exist once. */
const CARD_KINDS: readonly CardKind[] = ['unique', 'unique', 'unique', 'loop', 'manual'];

export const drawSetting = (choices: Choices): Setting => {
  const setting = drawAnySetting(choices);
  return setting.isTight
    ? {
        ...setting,
        cardKind: 'unique',
        hasHook: false,
        cards: 1,
        buyers: 2,
        quantity: 1,
        firstProvider: 'plain',
        capOrders: undefined,
      }
    : setting;
};

const drawAnySetting = (choices: Choices): Setting => {
  const cardKind = of(choices, 'card kind', CARD_KINDS);
  return {
    policies: drawPolicies(choices),
    cardKind,
    hasHook: cardKind === 'manual' && of(choices, 'hook', [false, true]),
    cards: of(choices, 'cards', [2, 1, 1, 3]),
    buyers: of(choices, 'buyers', [1, 2, 2, 3]),
    quantity: of(choices, 'quantity', [1, 1, 2]),
    firstProvider: of(choices, 'first provider', ['paper', 'plain', 'plain']),
    secondProvider: of(choices, 'second provider', ['paper', 'plain', 'stone', 'stone']),
    isTight: of(choices, 'tight', [false, false, false, true]),
    confirms: of(choices, 'confirms', [false, false, true]),
    capOrders: of(choices, 'cap', [undefined, undefined, 1, 2]),
  };
};

const drawPolicies = (choices: Choices): PaymentPolicies => ({
  ...DEFAULT_PAYMENT_POLICIES,
  late: {
    deliverWithinHours: of(choices, 'late window', [72, 0, 1]),
    afterwards: of(choices, 'late', ['refund', 'hold']),
  },
  afterCancellation: of(choices, 'cancelled', ['refund', 'hold']),
  duplicate: of(choices, 'duplicate', ['refund', 'hold']),
  underpaid: {
    toleranceBasisPoints: of(choices, 'tolerance', [0, 500]),
    beyond: of(choices, 'underpaid', ['hold', 'refund']),
  },
  overpaid: {
    toleranceBasisPoints: 0,
    beyond: of(choices, 'overpaid', ['deliver_and_credit', 'hold', 'deliver_and_refund']),
  },
  outOfStock: {
    waitHours: of(choices, 'wait', [24, 0, 1]),
    afterwards: of(choices, 'out of stock', ['refund', 'hold']),
  },
  refundedCards: of(choices, 'refunded cards', ['revoke', 'keep']),
  stockShare: { ...DEFAULT_PAYMENT_POLICIES.stockShare, percent: of(choices, 'share', [100, 50]) },
});
