import type { EpayMerchant } from './account.ts';

/** In what real gateways differ. */
export interface EpayHabits {
  /** How it notifies: the documents say GET; some gateways post. */
  readonly notifyBy: 'GET' | 'POST_FORM' | 'POST_JSON';
  /** How it spells money: PHP floats (`10`, `0.1`), `10.00`, `10.0000`, or as it was sent. */
  readonly moneyAs: 'php_float' | 'two_decimals' | 'four_decimals' | 'as_sent';
  /** Notifications name the goods `product`, as the open engine does by default. */
  readonly hideName: boolean;
  /** What API mode answers with. */
  readonly answerWith: 'qrcode' | 'payurl' | 'urlscheme' | 'html';
  /** The code that means "refunded" in v1: documents say 1, the open engine says 0. */
  readonly refundCode: 0 | 1;
}

const OPEN_ENGINE: EpayHabits = {
  notifyBy: 'GET',
  moneyAs: 'php_float',
  hideName: true,
  answerWith: 'qrcode',
  refundCode: 0,
};

/** The merchant's habits, and where they say nothing those of the open engine. */
export const habitsOf = ({ behaviour }: EpayMerchant): EpayHabits => ({
  ...OPEN_ENGINE,
  ...behaviour.habits,
});
