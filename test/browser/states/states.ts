import { type LookupPage, renderLookup } from '#functions/pages/checkout/lookup-page.tsx';
import type { Remarks } from '#functions/pages/checkout/page-state.ts';
import { type ProblemPage, renderProblem } from '#functions/pages/checkout/render-problem.tsx';
import type { Language } from '#functions/pages/language.ts';
import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import { FAILURES } from '#shared/domain/channels/failures/failures.ts';
import type { OrderState } from '#shared/domain/orders/order.ts';
import type { RawReply } from '#shared/platform/http/call.ts';
import { aStartedView, aView, PAGE_NOW } from '#test/pages/a-view.ts';

/** A state of an order's page, or another page of the buyer's. */
export type State =
  | { readonly kind: 'order'; readonly view: CheckoutView; readonly remarks: Remarks }
  | { readonly kind: 'page'; readonly render: (language: Language) => RawReply };

const METHODS: CheckoutView['methods'] = [
  'alipay',
  'wechat_pay',
  'unionpay',
  'qq_wallet',
  'card',
  'apple_pay',
  'google_pay',
  'paypal',
  'grabpay',
  'carrier_billing',
  'bank_gateway',
  'usdt_trc20',
];
type Input = CheckoutView['inputs'][number];
const PHONE: Input = { method: 'carrier_billing', phone: true, banks: [] };
const BANKS: Input = {
  method: 'bank_gateway',
  phone: false,
  banks: [
    { code: 'ICBC', en: 'ICBC', zh: '中国工商银行' },
    { code: 'CMB', en: 'China Merchants Bank', zh: '招商银行' },
  ],
};
const CARDS = ['KMPX-88QT-2M4C-71ZZ', 'KMPX-93BB-0A7D-55TN'];
const LONG_NAME = 'Membership-without-any-break-in-its-name-that-goes-on-and-on, 高级会员年卡';

const page = (view: CheckoutView, remarks: Remarks = {}): State => ({
  kind: 'order',
  view,
  remarks,
});

/** A started payment, as its attempt is changed. */
const started = (
  action: Parameters<typeof aStartedView>[0],
  changes: Partial<NonNullable<CheckoutView['attempt']>> = {},
  more: Partial<CheckoutView> = {},
): CheckoutView => {
  const view = aStartedView(action, more);
  return { ...view, attempt: view.attempt && { ...view.attempt, ...changes } };
};

const over = (state: OrderState, more: Partial<CheckoutView> = {}): State =>
  page(aView({ state, methods: [], ...more }));

const delivered = (
  values: readonly string[],
  content: string | null = null,
  at = PAGE_NOW.toISOString(),
): State =>
  over('delivered', {
    paid: { method: 'alipay', at: PAGE_NOW.toISOString() },
    delivered_at: at,
    quantity: values.length,
    delivery: {
      cards: values.map((value, index) => ({
        id: `card_01jd3kqv8ye4xr7p9z2m5c6t0${index}`,
        value,
      })),
      content,
    },
  });

const lookup = (more: Partial<LookupPage> = {}): State => ({
  kind: 'page',
  render: (language) => renderLookup({ language, mode: 'live', merchant: 'mer_1', ...more }),
});

const problem = (kind: ProblemPage['kind'], status: number): State => ({
  kind: 'page',
  render: (language) =>
    renderProblem({ kind, status, language, path: '/checkout/tok', requestId: 'req_4f2a' }),
});

const ADDRESS = {
  kind: 'address',
  address: 'TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf',
  network: 'TRC20',
  amount: '19.800001',
} as const;
const CODE = { kind: 'enter_code', sentTo: '138****0000', canResend: true } as const;
const failed = {
  state: 'failed',
  failure: { reason: 'declined', ...FAILURES.declined.buyer },
} as const;

/** Every state that a buyer can meet. */
export const STATES: Readonly<Record<string, State>> = {
  choose: page(aView({ methods: METHODS, inputs: [PHONE, BANKS] })),
  'choose-test-mode': page(aView({ mode: 'test' })),
  'choose-long-name': page(aView({ product_name: LONG_NAME, amount: 99_999_999_99 })),
  'no-methods': page(aView({ methods: [] })),
  'tap-failed': page(aView(), { problem: 'no_channel_available' }),
  'failed-suggests': page(started(null, failed, { suggested_method: 'wechat_pay' })),
  'ask-phone': page(aView({ methods: METHODS, inputs: [PHONE] }), { chosen: 'carrier_billing' }),
  'ask-phone-again': page(aView({ methods: METHODS, inputs: [PHONE] }), {
    chosen: 'carrier_billing',
    problem: 'invalid_phone',
  }),
  'ask-bank': page(aView({ methods: METHODS, inputs: [BANKS] }), { chosen: 'bank_gateway' }),
  qr: page(
    started(
      { kind: 'qr', content: 'weixin://wxpay/bizpayurl?pr=abcDEF1' },
      { method: 'wechat_pay' },
    ),
  ),
  'qr-too-long': page(started({ kind: 'qr', content: 'x'.repeat(2_400) })),
  redirect: page(started({ kind: 'redirect', url: 'https://provider.example/pay' })),
  form: page(
    started(
      { kind: 'form', action: 'https://provider.example/', method: 'POST', fields: { a: '1' } },
      { method: 'unionpay' },
    ),
  ),
  address: page(started(ADDRESS, { method: 'usdt_trc20' })),
  'address-partly-paid': page(started(ADDRESS, { method: 'usdt_trc20', paid_amount: 1_200 })),
  code: page(started(CODE, { method: 'carrier_billing' })),
  'code-not-accepted': page(started(CODE, { method: 'carrier_billing' }), {
    problem: 'code_not_accepted',
    why: 'authentication_failed',
  }),
  'no-codes-left': page(started(CODE, { method: 'carrier_billing', codes_left: 0 })),
  'not-here': page(
    started({ kind: 'client_params', sdk: 'alipay_app', params: {} }, { method: 'alipay' }),
  ),
  asking: page(started(null)),
  paid: over('paid'),
  'awaiting-stock': over('awaiting_stock'),
  delivered: delivered(CARDS),
  'delivered-covered': delivered(CARDS, null, '2026-04-30T12:00:00.000Z'),
  'delivered-by-hand': delivered([], 'Account: player1\nPassword: hunter2'),
  expired: over('expired'),
  cancelled: over('cancelled'),
  'needs-review': over('needs_review'),
  refunding: over('refunding'),
  refunded: over('refunded'),
  'partially-refunded': over('partially_refunded'),
  lookup: lookup(),
  'lookup-any-shop': lookup({ merchant: undefined, mode: 'test' }),
  'lookup-not-found': lookup({ order: 'ord_01jd3', contact: 'me@example.com', notFound: true }),
  'lookup-unpaid': page(aView({ methods: METHODS }), { token: undefined }),
  'link-leads-nowhere': problem('not_found', 404),
  'link-too-old': problem('token_expired', 410),
  'our-fault': problem('failed', 500),
};
