import type { FailureReason } from '../../domain/channels/failures/failure-reason.ts';
import type { NextAction } from '../../domain/orders/attempt.ts';

/** What becomes of a payment, told by the last two digits of its amount in minor units. */
export interface Script {
  /** How `create` goes. `lost`: it is taken, and the answer never comes. `vanished`: neither is true. */
  readonly create?: { readonly refused: FailureReason } | 'lost' | 'vanished';
  /** What the buyer does next. Default: a redirect that leads straight back. */
  readonly nextAction?: NextAction['kind'];
  /**
   * `paid`: so many seconds after it was made, or after it ended. `step`: when the step is taken. `failed`: at once, for
   * that reason. `never`: nobody pays.
   */
  readonly fate:
    | { readonly paid: { readonly afterSeconds: number } | 'after_expiry' }
    | { readonly step: 'approve' | 'code' }
    | { readonly failed: FailureReason }
    | 'never';
  /** Paid more (or less) than was asked for, in minor units. */
  readonly difference?: bigint;
  /** How refunds go. Default: at once. */
  readonly refund?: 'refused' | 'slow' | 'unanswered';
  /** For people, in the README and the docs. */
  readonly tells: string;
}

const refused = (reason: FailureReason): Script => ({
  create: { refused: reason },
  fate: 'never',
  tells: `is refused when it is made: ${reason}`,
});

const failed = (reason: FailureReason): Script => ({
  fate: { failed: reason },
  tells: `fails at the provider: ${reason}`,
});

const AT_ONCE = { paid: { afterSeconds: 0 } } as const;

const shown = (nextAction: NextAction['kind'], tells: string): Script => ({
  nextAction,
  fate: { paid: { afterSeconds: 10 } },
  tells: `${tells}; paid after 10 seconds`,
});

/** The code that is right in the sandbox. */
export const RIGHT_CODE = '000000';

/** Amounts that end in other digits are paid at once. */
export const SCRIPTS: Readonly<Record<number, Script>> = {
  41: { fate: { step: 'approve' }, tells: 'is charged when the buyer comes back' },
  42: {
    nextAction: 'enter_code',
    fate: { step: 'code' },
    tells: `asks the buyer for a code; ${RIGHT_CODE} is right`,
  },
  43: shown('qr', 'shows a QR code'),
  44: shown('form', 'sends a form'),
  45: shown('address', 'shows an address and an exact amount'),
  46: shown('client_params', 'hands parameters to a script'),
  51: { fate: AT_ONCE, refund: 'refused', tells: 'is paid at once; its refunds are refused' },
  52: {
    fate: AT_ONCE,
    refund: 'slow',
    tells: 'is paid at once; its refunds take 30 seconds',
  },
  53: {
    fate: AT_ONCE,
    refund: 'unanswered',
    tells: 'is paid at once; its refunds are never answered',
  },
  61: { fate: { paid: { afterSeconds: 60 } }, tells: 'is paid after a minute' },
  62: { fate: 'never', tells: 'is never paid' },
  63: { fate: { paid: 'after_expiry' }, tells: 'is paid 30 seconds after it ended' },
  64: { fate: AT_ONCE, difference: -1n, tells: 'is paid with one minor unit too little' },
  65: { fate: AT_ONCE, difference: 1n, tells: 'is paid with one minor unit too much' },
  71: { create: 'lost', fate: AT_ONCE, tells: 'is made without an answer, and paid' },
  72: { create: 'vanished', fate: 'never', tells: 'gets no answer, and was never made' },
  81: refused('provider_unreachable'),
  82: refused('provider_maintenance'),
  83: refused('rate_limited'),
  84: refused('invalid_credentials'),
  85: refused('account_suspended'),
  86: refused('amount_out_of_range'),
  87: refused('method_unavailable'),
  88: refused('goods_refused'),
  89: refused('limit_reached'),
  91: failed('declined'),
  92: failed('insufficient_funds'),
  93: failed('authentication_failed'),
  94: failed('instrument_expired'),
  95: failed('risk_refused'),
  96: failed('issuer_unavailable'),
  97: failed('buyer_cancelled'),
};

const PAID_AT_ONCE: Script = { fate: AT_ONCE, tells: 'is paid at once' };

export const scriptOf = ({ minor }: { readonly minor: bigint }): Script =>
  SCRIPTS[Number(minor % 100n)] ?? PAID_AT_ONCE;
