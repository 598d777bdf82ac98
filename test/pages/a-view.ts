import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import { checkoutState } from '#shared/contract/api/checkout.ts';
import type { NextAction } from '#shared/domain/orders/attempt.ts';

export const PAGE_NOW = new Date('2026-05-01T12:00:00.000Z');
const EXPIRES_AT = '2026-05-01T12:14:35.000Z';

/** A checkout that waits for the buyer's choice, checked by the production schema. */
export const aView = (changes: Partial<CheckoutView> = {}): CheckoutView =>
  checkoutState.parse({
    object: 'checkout',
    order: 'ord_01jd3kqv8ye4xr7p9z2m5c6t00',
    mode: 'live',
    product_name: '视频会员月卡',
    quantity: 2,
    amount: 1980,
    currency: 'CNY',
    state: 'awaiting_payment',
    expires_at: EXPIRES_AT,
    now: PAGE_NOW.toISOString(),
    return_url: 'https://shop.example/thanks',
    shop: {
      id: 'mer_01jd3kqv8ye4xr7p9z2m5c6t7g',
      name: '灯笼游戏',
      logo_url: null,
      accent: null,
      terms_url: null,
      support_url: null,
      support_email: null,
    },
    contact: { asked: 'off', given: true },
    starts_by_itself: true,
    methods: ['alipay', 'wechat_pay'],
    ranking: [],
    unavailable_methods: [],
    inputs: [],
    suggested_method: null,
    leading_method: null,
    attempt: null,
    paid: null,
    delivered_at: null,
    delivery: null,
    ...changes,
  });

/** The same with a payment that was started. */
export const aStartedView = (
  nextAction: NextAction | null,
  changes: Partial<CheckoutView> = {},
): CheckoutView =>
  aView({
    attempt: {
      id: 'att_01jd3kqv8ye4xr7p9z2m5c6t01',
      method: 'alipay',
      state: nextAction ? 'pending' : 'unknown',
      for_this_device: true,
      next_action: nextAction,
      codes_left: nextAction?.kind === 'enter_code' ? 5 : null,
      failure: null,
      paid_amount: null,
      expires_at: EXPIRES_AT,
    },
    ...changes,
  });
