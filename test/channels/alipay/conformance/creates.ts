import type { AlipayConfig } from '#shared/channels/alipay/config.ts';
import { AN_ORDER_NUMBER } from '#test/channels/conformance/contexts.ts';
import type { ConformanceSubject } from '#test/channels/conformance/subject.ts';
import { done, refused, unsigned } from '../provider-side.ts';

const PRECREATE = 'alipay.trade.precreate';

export const codesOf = (config: AlipayConfig): ConformanceSubject['creates'] => [
  {
    when: 'Alipay hands out a code',
    replies: [
      done(
        PRECREATE,
        { out_trade_no: AN_ORDER_NUMBER, qr_code: 'https://qr.alipay.com/bavh4wjlxf12tper3a' },
        config,
      ),
    ],
    outcome: 'happened',
    nextAction: 'qr',
  },
  {
    when: 'nobody signed the code',
    replies: [
      unsigned(PRECREATE, {
        code: '10000',
        out_trade_no: AN_ORDER_NUMBER,
        qr_code: 'https://qr.alipay.com/evil',
      }),
    ],
    outcome: 'unknown',
  },
  {
    when: 'the code is for another order',
    replies: [
      done(PRECREATE, { out_trade_no: 'other', qr_code: 'https://qr.alipay.com/1' }, config),
    ],
    outcome: 'unknown',
  },
  {
    when: 'the contract lacks the product',
    replies: [refused(PRECREATE, 'ACQ.ACCESS_FORBIDDEN', config)],
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
  },
  {
    when: 'the gateway refuses the signature',
    replies: [unsigned(PRECREATE, { code: '40002', sub_code: 'isv.invalid-signature' })],
    outcome: 'did_not_happen',
    reason: 'invalid_credentials',
  },
  {
    when: 'the goods have forbidden words',
    replies: [refused(PRECREATE, 'ACQ.EXIST_FORBIDDEN_WORD', config)],
    outcome: 'did_not_happen',
    reason: 'goods_refused',
  },
  ...['ACQ.TRADE_HAS_SUCCESS', 'ACQ.CONTEXT_INCONSISTENT', 'ACQ.SYSTEM_ERROR'].map((word) => ({
    when: `it may be paid all the same (${word})`,
    replies: [refused(PRECREATE, word, config)],
    outcome: 'unknown' as const,
  })),
  {
    when: 'the words are new',
    replies: [refused(PRECREATE, 'ACQ.NEVER_HEARD_OF', config)],
    outcome: 'did_not_happen',
    reason: 'provider_refused',
  },
];

const prepared = (
  nextAction: 'redirect' | 'client_params',
  when: string,
  request: ConformanceSubject['creates'][number]['request'] = {},
): ConformanceSubject['creates'][number] => ({
  when,
  replies: [],
  outcome: 'happened',
  nextAction,
  request,
});

/** The account has no codes: what is prepared calls nobody. */
export const PAGES: ConformanceSubject['creates'] = [
  prepared('redirect', 'a desktop opens the page'),
  prepared('redirect', 'a phone opens the page', { device: 'mobile' }),
  prepared('redirect', 'Alipay’s own browser opens the page', { device: 'alipay' }),
  prepared('client_params', 'the shop’s app starts Alipay', { device: 'app' }),
  {
    when: 'the buyer is in WeChat',
    replies: [],
    outcome: 'did_not_happen',
    reason: 'method_unavailable',
    request: { device: 'wechat' },
  },
];
